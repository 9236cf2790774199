"""The one folding of text that search, filters, duplicates and links by name share."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"\w+")
_RUSSIAN = re.compile(r"[\t\n\r -~А-яЁё]*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Letters that Unicode does not take apart, although people leave their stroke out.
_STROKED = {
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ı": "i",
    "ł": "l",
    "ø": "o",
    "ŧ": "t",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
# Diacritics of Latin, Greek and Cyrillic, then Hebrew points and Arabic vowels. Marks of other
# scripts are letters to their readers and stay.
_MARKS = ((0x0300, 0x036F), (0x0591, 0x05C7), (0x064B, 0x065F))


class _Folding(dict[int, str]):
    """Code point → what it folds to, filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if kind == "Cf" or _is_mark(character):
        return ""
    if character in "йЙ":  # its breve is no accent: й and и are two letters
        return "й"
    lowered = unicodedata.normalize("NFKC", character.casefold())
    bare = (part for part in unicodedata.normalize("NFD", lowered) if not _is_mark(part))
    return unicodedata.normalize("NFC", "".join(_STROKED.get(part, part) for part in bare))


def _is_mark(character: str) -> bool:
    code = ord(character)
    return any(first <= code <= last for first, last in _MARKS)


_folding = _Folding()


def fold(text: str) -> str:
    """`text` without case, accents, width, ё or extra space: equal for what people read as equal."""
    if text.isascii():
        return " ".join(text.lower().split())
    if _RUSSIAN.fullmatch(text):  # the same answer, five times sooner
        return " ".join(text.lower().replace("ё", "е").split())
    composed = unicodedata.normalize("NFKC", text).translate(_folding)
    return " ".join(unicodedata.normalize("NFC", composed).split())


def squeeze(text: str) -> str:
    """`text` folded and without anything but letters and digits: for near misses and header names."""
    return "".join(_WORD.findall(fold(text))).replace("_", "")


def words(text: str) -> list[str]:
    """The folded words of `text`, in order."""
    return _WORD.findall(fold(text))


_LATIN_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
_RUSSIAN_KEYS = "ёйцукенгшщзхъфывапролджэячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,"
_TO_RUSSIAN_KEYS = str.maketrans(_LATIN_KEYS, _RUSSIAN_KEYS)
_TO_LATIN_KEYS = str.maketrans(_RUSSIAN_KEYS, _LATIN_KEYS)


def swap_layout(text: str) -> str:
    """`text` as it would be had the other layout (QWERTY or ЙЦУКЕН) been on."""
    return text.translate(_TO_LATIN_KEYS if _CYRILLIC.search(text) else _TO_RUSSIAN_KEYS)


_TO_LATIN = str.maketrans(
    dict(
        zip(
            "абвгдезийклмнопрстуфхцчшщъыьэюяіў",
            [
                "a",
                "b",
                "v",
                "g",
                "d",
                "e",
                "z",
                "i",
                "y",
                "k",
                "l",
                "m",
                "n",
                "o",
                "p",
                "r",
                "s",
                "t",
                "u",
                "f",
                "kh",
                "ts",
                "ch",
                "sh",
                "shch",
                "",
                "y",
                "",
                "e",
                "yu",
                "ya",
                "i",
                "u",
            ],
            strict=True,
        ),
        ж="zh",
        ё="e",
        є="ie",
        ґ="g",
        ј="j",
        љ="lj",
        њ="nj",
        ћ="c",
        ђ="d",
        џ="dz",
    ),
)
_TO_CYRILLIC = {
    "shch": "щ",
    "sch": "щ",
    "zh": "ж",
    "kh": "х",
    "ts": "ц",
    "ch": "ч",
    "sh": "ш",
    "yu": "ю",
    "ju": "ю",
    "ya": "я",
    "ja": "я",
    "yo": "е",
    "ye": "е",
    "iya": "ия",
    "iy": "ий",
    "ph": "ф",
    "ck": "к",
    "qu": "кв",
    "x": "кс",
} | dict(zip("abcdefghijklmnopqrstuvwyz", "абцдефгхийклмнопкрстувви" + "з", strict=True))
_CYRILLIC_PARTS = re.compile("|".join(sorted(_TO_CYRILLIC, key=len, reverse=True)))
_LAST_Y = re.compile(r"(?<=[bcdfghjklmnpqrstvwxz])y\b")


@lru_cache(maxsize=4096)
def transliterate(text: str) -> str:
    """Folded `text` in the other alphabet: «иванов» → «ivanov», «ivanov» → «иванов»."""
    folded = fold(text)
    if _CYRILLIC.search(folded):
        return folded.translate(_TO_LATIN)
    folded = _LAST_Y.sub("ий", re.sub(r"(?<=[aeiou])y(?![aeiou])", "й", folded))
    return _CYRILLIC_PARTS.sub(lambda part: _TO_CYRILLIC[part.group()], folded)
