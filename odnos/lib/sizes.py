"""Amounts of bytes as people say them: 64 KB, 2.5 MB, 512 МБ."""


def show(size: int, *, locale: str) -> str:
    """`size` bytes in kilobytes or megabytes of 1024, with one decimal below ten megabytes."""
    from babel.units import format_unit

    mega, digits = size >= 1 << 20, "#,##0.#" if 1 << 20 <= size < 10 << 20 else "#,##0"
    amount, unit = (size / (1 << 20), "megabyte") if mega else (max(1, size >> 10), "kilobyte")
    shown = format_unit(amount, unit, length="short", format=digits, locale=locale)
    return shown.replace("kB", "KB").replace("кБ", "КБ")
