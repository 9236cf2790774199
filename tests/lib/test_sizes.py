"""Amounts of bytes in words."""

from odnos.lib import sizes


def test_bytes_are_told_in_the_readers_language():
    assert [sizes.show(size, locale="en") for size in (100, 65_536, 5 << 19, 512 << 20)] == [
        "1 KB",
        "64 KB",
        "2.5 MB",
        "512 MB",
    ]
    assert sizes.show(5 << 19, locale="ru") == "2,5 МБ"
    assert sizes.show(65_536, locale="ru") == "64 КБ"
