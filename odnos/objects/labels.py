"""Words for people: plain strings, strings that are translated when they are shown, and names in several languages."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

Label = str | Promise
LANGUAGES = ("en", "ru", "sl")


def label_of(row: Mapping[str, str]) -> Label:
    """Return `name` or, for a reader of another language, `name_<language>` where it is given."""
    known = {language: row[f"name_{language}"] for language in LANGUAGES if row[f"name_{language}"]}
    return _chosen(row["name"], known) if known else row["name"]


def _in_language(usual: str, known: Mapping[str, str]) -> str:
    return known.get((get_language() or "")[:2], usual)


_chosen = lazy(_in_language, str)
