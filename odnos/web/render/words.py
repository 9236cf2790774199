"""The words of templates in the reader's language: a page says hundreds, and each is looked up once a process."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.utils import translation
from markupsafe import Markup

MOST = 8192


def gettext(message: str, /, **given: Any) -> Markup:
    """Return `message` as the reader's language says it, with what is given for its `%(name)s`, escaped."""
    language = translation.get_language()
    return in_language(language, message) % given if given else plain(language, message)


@lru_cache(maxsize=MOST)
def in_language(_language: str | None, message: str) -> Markup:
    return Markup(translation.gettext(message))  # noqa: S704 -- translators write no more than we do


@lru_cache(maxsize=MOST)
def plain(language: str | None, message: str) -> Markup:
    return in_language(language, message) % {}
