"""Numbers the way people write them: 1 234,50 · 1,234.5 · (120) · −3 · 15 % · 1.5E+05."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Literal

_PLAIN = re.compile(r"-?\d{1,30}")
_CLEAR = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d{1,2})?")
_GAPS = re.compile(r"(?<=\d)[\s\u00a0\u202f'’_](?=\d{3}(?!\d))")
_MINUSES = str.maketrans({"−": "-", "–": "-", "—": "-", "\u2011": "-", "٫": ".", "٬": ","})
_THREES = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")


class NotANumber(ValueError):
    """The text is not one number."""


def parse(text: str, *, decimal_mark: str = ".") -> Decimal:
    """The number in `text`. `decimal_mark` decides where both readings are possible: "1,234".

    Brackets mean a negative number, a percent sign is dropped. Raises NotANumber.
    """
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    bare, sign = _signed(text.strip().translate(_MINUSES))
    bare = _GAPS.sub("", bare)
    point = _point(bare, decimal_mark)
    group = "," if point == "." else "."
    whole, _, rest = bare.rpartition(point) if point in bare else (bare, "", "")
    if group in rest or (group in whole and not _THREES.fullmatch(whole)):
        raise NotANumber(text)
    joined = whole.replace(group, "") + ("." + rest if point in bare else "")
    if not _CLEAR.fullmatch(joined):
        raise NotANumber(text)
    number = Decimal(joined) * sign
    return number if "e" not in joined.lower() else Decimal(f"{number:f}")


def _signed(text: str) -> tuple[str, int]:
    sign = 1
    text = text.removesuffix("%").rstrip()
    if text.startswith("(") and text.endswith(")"):
        text, sign = text[1:-1].strip(), -1
    if text.startswith(("-", "+")):
        sign, text = (-sign if text[0] == "-" else sign), text[1:].lstrip()
    elif text.endswith("-"):
        sign, text = -sign, text[:-1].rstrip()
    if text.startswith(("-", "+", "(")):
        raise NotANumber(text)
    return text, sign


def _point(text: str, decimal_mark: str) -> str:
    """Which of . and , is the decimal mark of `text`."""
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if dots > 1:
        return ","
    if commas > 1:
        return "."
    if (dots or commas) and _THREES.fullmatch(text):
        return decimal_mark
    return "." if dots else ","


def mark_of_column(samples: Iterable[str]) -> Literal[".", ","] | None:
    """The decimal mark a whole column uses, or None when no value tells."""
    votes = {".": 0, ",": 0}
    for sample in samples:
        bare = _GAPS.sub("", sample.strip().strip("()%+-−").strip())
        if not re.fullmatch(r"[\d.,]+", bare) or not ("." in bare or "," in bare) or _is_open(bare):
            continue
        votes[_point(bare, ".")] += 1
    if votes["."] == votes[","]:
        return None
    return "." if votes["."] > votes[","] else ","


def _is_open(text: str) -> bool:
    return text.count(".") + text.count(",") == 1 and _THREES.fullmatch(text) is not None


@lru_cache(maxsize=64)
def marks(locale: str) -> tuple[str, str]:
    """The decimal mark and the thousands mark of `locale`."""
    from babel import Locale

    symbols = Locale.parse(locale, sep="-" if "-" in locale else "_").number_symbols["latn"]
    return symbols["decimal"], symbols["group"]


def show(value: Decimal | int | float, *, locale: str, digits: int | None = None) -> str:
    """`value` for reading, with `digits` decimals or as many as it has."""
    if digits is None:
        written = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        if "." in written:
            written = written.rstrip("0").rstrip(".")
    else:
        written = f"{value:,.{digits}f}"
    decimal, group = marks(locale)
    if decimal == "." and group == ",":
        return written
    return written.translate({0x2C: group, 0x2E: decimal})


def with_unit(shown: str, unit: str, *, locale: str) -> str:
    """`shown` and its unit, which nothing parts; English writes a percent sign close to its number."""
    gap = "" if unit == "%" and locale.startswith("en") else "\u00a0"
    return f"{shown}{gap}{unit}"
