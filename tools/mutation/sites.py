"""Where access is checked: each place found in the syntax tree, and the program without that one check."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.mutation.taking import Taker

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("/migrations/", "/config/", "/locale/", "/jobs/")
SPARE = "# spare: "
"""Behind a line: its check could be left out, and why. It makes a question cheaper, and another check decides."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """One check: the module, the function it stands in, its number among the checks of the module, and why it is spare."""

    path: Path
    function: str
    number: int
    line: int
    what: str
    again: int = 0
    spare: str = ""

    @property
    def name(self) -> str:
        return f"{self.file}:{self.line} {self.function}: {self.what}"

    @property
    def key(self) -> str:
        """Return a name that stays the same when lines move."""
        return f"{self.file} {self.function}: {self.what}{f' {self.again + 1}' if self.again else ''}"

    @property
    def file(self) -> str:
        return str(self.path.relative_to(ROOT))

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def sites(under: str = "odnos") -> Iterator[Site]:
    """Yield every check below a folder, the spare ones too."""
    folder = ROOT / under
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*.py")):
        if not any(part in str(path) for part in LEFT_OUT):
            yield from sites_of(path)


def sites_of(path: Path) -> Iterator[Site]:
    taker, lines = Taker(None), text(path).splitlines()
    taker.visit(ast.parse(text(path)))
    same: Counter[tuple[str, str]] = Counter()
    for number, (function, line, what) in enumerate(taker.found):
        if function:
            spare = lines[line - 1].partition(SPARE)[2]
            again = same[function, what]
            same[function, what] += 1
            yield Site(
                path=path, function=function, number=number, line=line, what=what, again=again, spare=spare
            )


def stale(found: list[Site]) -> list[str]:
    """Return the lines that call a check spare and have none."""
    told = {(site.path, site.line) for site in found if site.spare}
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted({site.path for site in found})
        for number, line in enumerate(text(path).splitlines(), start=1)
        if SPARE in line and (path, number) not in told
    ]


def without(site: Site) -> ast.Module:
    """Return the module without that check."""
    tree = ast.parse(text(site.path))
    changed: ast.Module = ast.fix_missing_locations(Taker(site.number).visit(tree))
    return changed


@cache
def text(path: Path) -> str:
    """Return a module as it was when the run began: somebody may be working on it."""
    return path.read_text()
