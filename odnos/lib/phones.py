"""Telephone numbers: kept in E.164 (RFC 3966 for an extension), shown the way their reader dials."""

import re
from functools import lru_cache

_INTERNATIONAL = re.compile(r"\+[\d \-.\u00a0()]{7,24}")
_NOT_DIGIT = re.compile(r"\D")
_EXTENSION = ";ext="


class NotAPhone(ValueError):
    """The text cannot be a telephone number."""


def parse(text: str, *, country: str) -> str:
    """`text` in E.164, numbers without a calling code read as of `country` (ISO 3166, "SI").

    An extension is appended as `;ext=12`. Raises NotAPhone.
    """
    text = text.strip()
    if (
        text[:1] == "+"
        and text[1:].isdecimal()
        and text.isascii()
        and 9 <= len(text) <= 16
        and not _has_trunk_zero(text[1:])
    ):
        return text
    if _INTERNATIONAL.fullmatch(text) and "(0" not in text:
        number = _NOT_DIGIT.sub("", text)
        if 8 <= len(number) <= 15 and not _has_trunk_zero(number):
            return "+" + number
    if text.isdecimal() and text.isascii():
        return _parse_digits(text, country=country)
    return _parse(text, country)


def _parse_digits(number: str, *, country: str) -> str:
    """Reads plain digits by what the first number of the same shape turned out to be."""
    dropped, added = _shape(number[:7], len(number), country, _Sample(number))
    return added + number[dropped:]


class _Sample(str):
    """A number to learn a shape from; equal to every other, so that the cache looks at the shape."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sample)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=65536)
def _shape(_start: str, _length: int, country: str, sample: _Sample) -> tuple[int, str]:
    """How many leading digits to drop and what to put before, learnt from one number."""
    number = _parse(str(sample), country)
    kept = next(size for size in range(len(sample), -1, -1) if number.endswith(sample[len(sample) - size :]))
    return len(sample) - kept, number[: len(number) - kept]


@lru_cache(maxsize=65536)
def _parse(text: str, country: str) -> str:
    import phonenumbers  # its tables take 60 ms to load

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        raise NotAPhone(text) from None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise NotAPhone(text)
    plain = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{plain}{_EXTENSION}{number.extension}" if number.extension else plain


def _has_trunk_zero(number: str) -> bool:
    """Whether a 0 follows the calling code, as in +44 020…: the slow reader knows if it belongs."""
    return "0" in number[1:4] and any(number[:place] in _calling_codes() for place in _zeros(number))


def _zeros(number: str) -> list[int]:
    return [place for place in (1, 2, 3) if number[place : place + 1] == "0"]


@lru_cache(maxsize=1)
def _calling_codes() -> frozenset[str]:
    import phonenumbers

    return frozenset(str(code) for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


@lru_cache(maxsize=65536)
def show(number: str, *, country: str) -> str:
    """An E.164 `number` for reading: nationally within `country`, else internationally."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number.replace(_EXTENSION, " ext. "), None)
    except phonenumbers.NumberParseException:
        return number
    at_home = phonenumbers.region_code_for_number(parsed) == country
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, style.NATIONAL if at_home else style.INTERNATIONAL)


def link(number: str) -> str:
    """The `tel:` address of an E.164 `number` (RFC 3966)."""
    return f"tel:{number}"


def digits(text: str) -> str:
    """The digits of `text` alone: what a fragment of a number is searched by."""
    return _NOT_DIGIT.sub("", text)
