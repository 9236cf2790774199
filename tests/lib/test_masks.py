"""What a mask takes, and how it writes it."""

import pytest

from odnos.lib import masks


@pytest.mark.parametrize(
    ("mask", "written", "kept"),
    [
        ("SI00000000", "SI12345678", "SI12345678"),
        ("SI00000000", "12345678", "SI12345678"),
        ("SI00000000", "si 1234 5678", "SI12345678"),
        ("SI00000000", "1234567", None),
        ("SI00000000", "123456789", None),
        ("0000", "1000", "1000"),
        ("0000", "10OO", None),
        ("AA 00-AA", "lj12kt", "LJ 12-KT"),
        ("AA 00-AA", "LJ 12-KT", "LJ 12-KT"),
        ("A9a 0AA|A99 0AA", "sw1a 1aa", None),
        ("A0 0AA|AA0A 0AA", "sw1a 1aa", "SW1A 1AA"),
        ("A00 9", "А77", "А77"),
        ("+7 (000) 000-00-00", "9161234567", "+7 (916) 123-45-67"),
        (r"\A-00", "12", "A-12"),
        ("**-**", "a1b2", "A1-B2"),
        ("0", "٣", "٣"),
        ("0", "", None),
    ],
)
def test_a_mask_takes_what_fits_and_writes_it_its_way(mask, written, kept):
    assert masks.fit(mask, written) == kept


def test_a_letter_that_grows_when_it_is_made_large_is_not_taken():
    assert masks.fit("A", "ß") is None
