"""The catalogues of Russian and Slovene: `extract` brings new words in, `compile` makes what the program reads, `--check` fails on gaps.

Everything is done by Babel; no gettext tools are needed.
"""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "odnos"
LANGUAGES = ("ru", "sl")
METHODS = [("web/templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"web/templates/**.html": {"trimmed": "true", "newstyle_gettext": "true"}}
WORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
HOLE = re.compile(r"%\(\w+\)[sd]|%[sd]")
MADE = datetime(2026, 1, 1, tzinfo=UTC)  # a date that does not move, so that only words make a difference


def main(arguments: list[str]) -> int:
    """Do what is asked and return 1 if a check failed."""
    if "extract" in arguments:
        extract()
    elif "compile" in arguments:
        compile_all()
    else:
        faults = [
            f"{language}: {fault}" for language in LANGUAGES for fault in faults_of(language, template())
        ]
        print(*faults, sep="\n")
        return 1 if faults else 0
    return 0


def template() -> Catalog:
    """Return every string of the code and the pages."""
    found = Catalog(charset="utf-8", creation_date=MADE)
    for name, _line, message, comments, context in extract_from_dir(
        PACKAGE, METHODS, OPTIONS, WORDS, comment_tags=("Translators:",)
    ):
        found.add(message, None, [(f"odnos/{name}", None)], auto_comments=comments, context=context)
    return found


def path_of(language: str) -> Path:
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """Return what is translated into `language` so far."""
    path = path_of(language)
    if not path.exists():
        return Catalog(Locale.parse(language), charset="utf-8", creation_date=MADE)
    with path.open("rb") as file:
        return read_po(file, locale=language, charset="utf-8")


def extract() -> None:
    """Add new strings to the catalogues and drop those that are gone; nothing is guessed."""
    fresh = template()
    for language in LANGUAGES:
        known = catalogue(language)
        known.update(fresh, no_fuzzy_matching=True, update_creation_date=False)
        known.obsolete.clear()
        write(language, known)


def write(language: str, known: Catalog) -> None:
    known.project, known.version, known.revision_date, known.fuzzy = "Odnos", "1", MADE, False
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, known, width=110, include_lineno=False, sort_output=True, omit_header=False)


def compile_all() -> None:
    """Write the .mo beside each .po."""
    for language in LANGUAGES:
        with path_of(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue(language))


def faults_of(language: str, wanted: Catalog) -> Iterator[str]:
    """Yield every string that is missing, doubtful, or has other holes than the original."""
    known = catalogue(language)
    for message in wanted:
        if message.id:
            fault = fault_of(message, known.get(message.id, message.context), known.num_plurals)
            if fault:
                yield f"{fault}: {message.id!r}"


def fault_of(message: Message, translated: Message | None, plurals: int) -> str:
    if translated is None or not translated.string:
        return "missing"
    if translated.fuzzy:
        return "fuzzy"
    forms = translated.string if isinstance(translated.string, tuple) else (translated.string,)
    if message.pluralizable and (len(forms) != plurals or not all(forms)):
        return f"needs {plurals} plural forms"
    originals = message.id if isinstance(message.id, tuple) else (message.id,)
    if not all(forms):
        return "missing"
    if any(holes(form) != holes(originals[-1]) for form in forms):
        return "other placeholders"
    return ""


def holes(text: str) -> set[str]:
    return set(HOLE.findall(text.replace("%%", "")))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
