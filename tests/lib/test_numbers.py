from decimal import Decimal

import pytest

from odnos.lib import numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("550", "550"),
        ("-12", "-12"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("1 234,50", "1234.50"),
        ("1\u00a0234\u202f567", "1234567"),
        ("1,234,567.8", "1234567.8"),
        ("1.234.567,8", "1234567.8"),
        ("(120)", "-120"),
        ("−3,5", "-3.5"),
        ("3-", "-3"),
        ("15 %", "15"),
        ("1.5E+05", "150000"),
        (".5", "0.5"),
        ("0,123", "0.123"),
        ("1'234.5", "1234.5"),
        ("٣٤", "34"),
    ],
)
def test_parse_reads_what_people_write(written, number):
    assert str(numbers.parse(written)) == number


def test_parse_reads_an_open_case_by_the_decimal_mark():
    assert numbers.parse("1,234", decimal_mark=",") == Decimal("1.234")
    assert numbers.parse("1.234", decimal_mark=",") == Decimal(1234)
    assert numbers.parse("1.5", decimal_mark=",") == Decimal("1.5")


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "abc",
        "1.2.3",
        "1 2 3",
        "NaN",
        "Infinity",
        "1,23,4",
        "--5",
        "12,34,567",
        "1e999",
        "5 kg",
        "1..2",
    ],
)
def test_parse_refuses_what_is_not_one_number(written):
    with pytest.raises(numbers.NotANumber):
        numbers.parse(written)


def test_a_column_tells_its_decimal_mark():
    assert numbers.mark_of_column(["1,234", "1.5"]) == "."
    assert numbers.mark_of_column(["1.234", "7", "2,5"]) == ","
    assert numbers.mark_of_column(["1,234", "7"]) is None


def test_show_writes_for_the_reader():
    assert numbers.show(Decimal("1234567.50"), locale="en") == "1,234,567.5"
    assert numbers.show(1234.5, locale="sl", digits=2) == "1.234,50"
    assert numbers.show(Decimal(1000), locale="ru") == "1\u00a0000"


def test_a_unit_stands_behind_its_number_and_a_percent_sign_close_to_it_in_english_alone():
    assert numbers.with_unit("75", "%", locale="en") == "75%"
    assert numbers.with_unit("75", "%", locale="sl") == "75\u00a0%"
    assert numbers.with_unit("3", "kg", locale="en") == "3\u00a0kg"
