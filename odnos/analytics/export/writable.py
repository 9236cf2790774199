"""Characters that a name may have and a file may not: no XML takes them."""

from __future__ import annotations

import re

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def written(text: str) -> str:
    """Return a text without what no XML takes."""
    return NO_XML.sub("", text)


def cut(text: str, most: int) -> str:
    """Return the beginning of a text, of at most so many letters as Excel counts them: one outside of the basic plane is two."""
    return text.encode("utf-16-le")[: most * 2].decode("utf-16-le", "ignore")
