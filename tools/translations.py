"""The catalogues of translations: kept in step with the code, and checked so that no string is missing.

`python tools/translations.py` brings new strings into odnos/locale and drops those no longer used;
`--check` changes nothing and fails when a string lacks its translation, or a translation its placeholders.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "odnos" / "locale"
LANGUAGES = ("ru", "sl")
METHODS = [("**/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def extracted() -> Catalog:
    """Return every string of the code that people see."""
    found = Catalog(charset="utf-8", project="Odnos", fuzzy=False)
    inside = extract_from_dir(
        ROOT / "odnos", METHODS, OPTIONS, KEYWORDS, comment_tags=("translators:",), strip_comment_tags=True
    )
    for filename, _line, message, comments, context in inside:
        found.add(message, locations=[(f"odnos/{filename}", None)], auto_comments=comments, context=context)
    return found


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", project="Odnos", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(template: Catalog) -> None:
    """Write the catalogues anew: what is translated stays, what is new is empty, what is gone goes."""
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, omit_header=False, include_lineno=False)
        waiting = sum(1 for message in catalogue if message.id and not is_translated(message))
        print(f"{language}: {len(catalogue)} strings, {waiting} to translate")


def complaints(template: Catalog, language: str) -> Iterator[str]:
    """Say what a language lacks."""
    catalogue = read(language)
    for message in template:
        if message.id:
            kept = catalogue.get(message.id, message.context)
            if kept is None or not is_translated(kept):
                yield f"{language}: no translation: {message.id!r}"
            elif kept.fuzzy:
                yield f"{language}: only guessed: {message.id!r}"
            elif wrong := differing(kept):
                yield f"{language}: {wrong} in the translation of {message.id!r}"


def is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def differing(message: Message) -> str:
    """Return the placeholders that the translation lacks or invents."""
    sources = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    wanted = set(PLACEHOLDER.findall(sources[-1]))
    optional = {found for source in sources for found in PLACEHOLDER.findall(source)}
    for string in strings:
        found = set(PLACEHOLDER.findall(string))
        if found - optional or (wanted - found and len(strings) == 1):
            return ", ".join(sorted(found ^ wanted))
    return ""


def main(arguments: list[str]) -> int:
    """Check, or bring up to date. Returns the exit code."""
    template = extracted()
    if "--check" not in arguments:
        update(template)
        return 0
    found = [complaint for language in LANGUAGES for complaint in complaints(template, language)]
    print("\n".join(found[:40]) + (f"\n… {len(found)} in all" if len(found) > 40 else ""))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
