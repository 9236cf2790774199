"""The name of something in the reader's language, as far as the administrator gave one."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import lazy
from django.utils.translation import get_language

from odnos.objects.labels import Label

LANGUAGES = ("en", "ru", "sl")


def label_of(row: Mapping[str, str]) -> Label:
    """Return `name` or, for a reader of another language, `name_<language>` where it is given."""
    known = {language: row[f"name_{language}"] for language in LANGUAGES if row[f"name_{language}"]}
    return _chosen(row["name"], known) if known else row["name"]


def _in_language(usual: str, known: Mapping[str, str]) -> str:
    return known.get((get_language() or "")[:2], usual)


_chosen = lazy(_in_language, str)
