"""Holds classes and style sheets together: every class that is defined is used, every class that is used is defined.

A class counts as used where its name stands in a template, in Python or in TypeScript, or where a name is put together
from its beginning, such as `tone-{{ tone }}`. A class without a style may be a hook of a script or of htmx.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHEETS = ("ui/css/**/*.css",)
WRITERS = ("odnos/web/**/*.html", "odnos/**/*.py")
SCRIPTS = ("ui/ts/**/*.ts",)
NOISE = re.compile(r"/\*.*?\*/|\"[^\"]*\"|url\([^)]*\)", re.DOTALL)
DEFINED = re.compile(r"\.(-?[a-zA-Z][\w-]*)")
WORD = re.compile(r"[a-zA-Z][\w-]*")
BEGUN = re.compile(r"([a-z][\w-]*-)(?=\{\{|\{%|\{|\$\{)")
WRITTEN = re.compile(r"(?:\bclass=\"|\bclass='|\bclass_=f?\")([^\"']*)[\"']")
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\{[^{}\"]*\}", re.DOTALL)
HOLE = re.compile(r"\S*\0\S*")
FOREIGN = {"htmx", "sortable"}  # what a library writes by itself begins so


def main() -> int:
    """Print what does not fit and return 1 if anything was printed."""
    faults = [*unused(), *undefined()]
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


def unused() -> Iterator[str]:
    """Yield each class of a style sheet that nothing writes."""
    sources = [text for _name, text in texts((*WRITERS, *SCRIPTS))]
    words = {word for text in sources for word in WORD.findall(text)}
    begun = tuple({start for text in sources for start in BEGUN.findall(text)})
    for name, text in texts(SHEETS):
        for found in sorted(classes(text) - words):
            if not found.startswith(begun) and found.split("-")[0] not in FOREIGN:
                yield f"{name}: .{found} is used nowhere"


def undefined() -> Iterator[str]:
    """Yield each class of a page that no style sheet and no script knows."""
    known = {found for _name, text in texts(SHEETS) for found in classes(text)}
    hooks = {word for _name, text in texts(SCRIPTS) for word in WORD.findall(text)}
    for name, text in texts(WRITERS):
        hooks_here = set(re.findall(r"[\"' ]\.([a-z][\w-]*)", text))
        for found in sorted(written(text) - known - hooks - hooks_here):
            yield f"{name}: class “{found}” has no style"


def classes(sheet: str) -> set[str]:
    return set(DEFINED.findall(NOISE.sub(" ", sheet)))


def written(page: str) -> set[str]:
    """Return the classes that stand in `page` in full; those put together are left out."""
    plain = EXPRESSION.sub("\0", page)
    return {word for value in WRITTEN.findall(plain) for word in HOLE.sub(" ", value).split()}


def texts(patterns: Iterable[str]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
