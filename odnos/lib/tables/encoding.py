"""Which encoding a text file is in: its mark, then validity, then the letters that people really write."""

import codecs
from pathlib import Path

ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "cp1251",
    "cp1250",
    "cp1252",
    "koi8-r",
    "cp866",
    "mac-cyrillic",
    "mac-roman",
    "mac-latin2",
    "iso8859-2",
    "iso8859-5",
    "iso8859-15",
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 18
# Letters by how much they speak for a reading; the rest of the non-ASCII characters speak against it.
_RUSSIAN = dict.fromkeys("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъ", 1.0) | dict.fromkeys(
    "ОЕАИНТСРВЛКМДПУЯЫЬГЗБЧЙХЖШЮЦЩЭФЪ", 0.55
)
_RUSSIAN |= dict.fromkeys("оеаинтс", 1.3) | dict.fromkeys("ёЁ№«»–—", 0.6)
_CENTRAL = dict.fromkeys("čšžćđČŠŽĆĐ", 1.0) | dict.fromkeys(
    "áéíóúýěřůąęłńśźżőűÁÉÍÓÚÝĚŘŮĄĘŁŃŚŹŻŐŰäöüßÄÖÜ", 0.9
)
_WESTERN = dict.fromkeys("éàçäöüßÄÖÜñáíóúÉ", 1.0) | dict.fromkeys("èêëâôûîïåæøãõÅÆØÈÊœŒìòù", 0.85)
_SIGNS = dict.fromkeys("€£§°©®™«»„“”‘’–—…•\u00a0·×", 0.5)
_READINGS = (
    ("cp1251", _RUSSIAN),
    ("koi8-r", _RUSSIAN),
    ("cp866", _RUSSIAN),
    ("mac-cyrillic", _RUSSIAN),
    ("iso8859-5", _RUSSIAN),
    ("cp1252", _WESTERN),
    ("cp1250", _CENTRAL),
    ("iso8859-2", _CENTRAL),
    ("mac-roman", _WESTERN),
    ("mac-latin2", _CENTRAL),
)


def encoding_of(path: Path) -> str:
    """The encoding of the text file at `path`, by its mark, its validity or its letters."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if wide := _wide(head):
        return wide
    return "utf-8" if _is_utf8(path) else _by_letters(_foreign(path))


def _wide(head: bytes) -> str:
    """UTF-16 without its mark has zero bytes, and letters of few alphabets when read the right way round."""
    if b"\x00" not in head:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) & ~1].decode(encoding, errors="replace")
        known = sum(character < "\u0530" and character != "\x00" for character in text)
        if known > 0.9 * len(text):
            return encoding
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _foreign(path: Path) -> bytes:
    """Up to a sample's worth of lines that are not plain ASCII, wherever in the file they stand."""
    found = bytearray()
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                found += line[:4096]
            if len(found) > _SAMPLE:
                break
    return bytes(found)


def _by_letters(sample: bytes) -> str:
    scores = {encoding: _score(sample, encoding, letters) for encoding, letters in _READINGS}
    return max(scores, key=lambda encoding: scores[encoding])


def _score(sample: bytes, encoding: str, letters: dict[str, float]) -> float:
    total, before = 0.0, " "
    for character in sample.decode(encoding, errors="replace"):
        if not character.isascii():
            total += letters.get(character) or _SIGNS.get(character, -1.0)
            total -= _oddness(before, character, is_cyrillic=letters is _RUSSIAN)
        before = character
    return total


def _oddness(before: str, character: str, *, is_cyrillic: bool) -> float:
    """How unlike a word two neighbours are: aБ in any alphabet, Cyrillic among Latin letters, accents in a row."""
    if not before.isalpha() or not character.isalpha():
        return 0.0
    if is_cyrillic == before.isascii():
        return 1.0
    return 1.0 if character.isupper() and before.islower() else 0.0
