import pytest

from odnos.lib import phones


@pytest.mark.parametrize(
    ("written", "country", "number"),
    [
        ("+386 41 123 456", "SI", "+38641123456"),
        ("041 123 456", "SI", "+38641123456"),
        ("041123457", "SI", "+38641123457"),
        ("0038641123456", "SI", "+38641123456"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("9161234567", "RU", "+79161234567"),
        ("+44 (0)20 7183 8750", "SI", "+442071838750"),
        ("+4402071838750", "SI", "+442071838750"),
        ("+39 06 698 12345", "SI", "+390669812345"),
        ("(212) 555-0100", "US", "+12125550100"),
        ("8 495 123-45-67 доб. 12", "RU", "+74951234567;ext=12"),
    ],
)
def test_parse_gives_e164(written, country, number):
    assert phones.parse(written, country=country) == number
    assert phones.parse(number, country="DE") == number


@pytest.mark.parametrize("written", ["", "123", "abc", "+", "+999999999999999999"])
def test_parse_refuses_what_cannot_be_dialled(written):
    with pytest.raises(phones.NotAPhone):
        phones.parse(written, country="SI")


def test_numbers_of_one_shape_are_read_as_the_slow_reader_would():
    phones.parse("041000001", country="SI")

    assert phones.parse("041999999", country="SI") == "+38641999999"


def test_show_is_national_at_home_and_international_abroad():
    assert phones.show("+38641123456", country="SI") == "041 123 456"
    assert phones.show("+38641123456", country="RU") == "+386 41 123 456"
    assert phones.show("+12125550100;ext=12", country="US") == "(212) 555-0100 ext. 12"
