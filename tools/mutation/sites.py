"""Where access is checked: each place found in the syntax tree, and the program without that one check."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = ("/migrations/", "/domains/demo/", "/config/", "/locale/", "/jobs/")
BY_KEYWORD = frozenset(
    [
        "reach",
        "condition",
        "branches",
        "covers",
        "hidden",
        "known_to",
        "told",
        "seen",
        "may_ask",
        "fitted",
        "askable",
        "is_possible",
        "withheld",
        "known",
        "fitting",
    ]
)
"""Functions that narrow what they give to what `by` may; without the check they are asked as by the system itself."""
BY_POSITION = frozenset(("rights.may", "rights.check", "seen_by"))
SYSTEM = "__everything__"
SPARE = "# spare: "
"""Behind a line: its check could be left out, and why. It makes a question cheaper, and another check decides."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """One check: the module, the outermost function it stands in, its number among the checks of the module."""

    path: Path
    function: str
    number: int
    line: int
    what: str

    @property
    def name(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} {self.function}: {self.what}"

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def sites(under: str = "odnos") -> Iterator[Site]:
    """Yield every check below a folder."""
    folder = ROOT / under
    for path in [folder] if folder.is_file() else sorted(folder.rglob("*.py")):
        if not any(part in str(path) for part in LEFT_OUT):
            taker, lines = Taker(None), path.read_text().splitlines()
            taker.visit(ast.parse("\n".join(lines)))
            for number, (function, line, what) in enumerate(taker.found):
                if function and SPARE not in lines[line - 1]:
                    yield Site(path=path, function=function, number=number, line=line, what=what)


def without(site: Site) -> ast.Module:
    """Return the module without that check."""
    tree = ast.parse(site.path.read_text())
    changed: ast.Module = ast.fix_missing_locations(Taker(site.number).visit(tree))
    return changed


class Taker(ast.NodeTransformer):
    """Counts the checks of a module, and takes the one numbered `wanted` away."""

    def __init__(self, wanted: int | None) -> None:
        self.wanted = wanted
        self.found: list[tuple[str, int, str]] = []
        self.stack: list[str] = []

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self.within(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self.within(node)

    def within(self, node: ast.FunctionDef | ast.ClassDef) -> ast.AST:
        self.stack.append(node.name)
        self.generic_visit(node)
        self.stack.pop()
        return node

    def met(self, node: ast.AST, what: str) -> bool:
        """Note a check, and say whether it is the one to be taken away."""
        self.found.append((".".join(self.stack), getattr(node, "lineno", 0), what))
        return len(self.found) - 1 == self.wanted

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Call) and dotted(node.value.func) == "rights.check":
            if self.met(node, "rights.check"):
                return ast.Pass()
            return node
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        last = node.body[-1]
        refused = dotted(last.exc) if isinstance(last, ast.Raise) and last.exc is not None else ""
        if refused.endswith("Denied") and self.met(node, "raise Denied"):
            node.test = ast.Constant(False)
            return node
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr == "is_administrator" and isinstance(node.ctx, ast.Load) and self.met(node, node.attr):
            return ast.Constant(True)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        keywords = [item for item in node.keywords if item.arg == "by"]
        if last == "administrator" and node.args and self.met(node, last):
            return ast.Attribute(ast.Attribute(node.args[0], "visit", ast.Load()), "by", ast.Load())
        if last == "is_narrowed" and self.met(node, last) and node.args:
            return ast.Constant(False)
        if last == "safe" and keywords and self.met(node, last):
            return ast.BoolOp(
                ast.Or(), [ast.Attribute(node.args[0], "narrowed_from", ast.Load()), node.args[0]]
            )
        if last in BY_KEYWORD and keywords and self.met(node, last):
            keywords[0].value = ast.Name(SYSTEM, ast.Load())
        if name in BY_POSITION and node.args and self.met(node, name):
            node.args[0] = ast.Name(SYSTEM, ast.Load())
        if any(is_mark(item) for item in node.args) and self.met(node, "Mark"):
            node.args = [item for item in node.args if not is_mark(item)]
        return self.generic_visit(node)


def is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) == "Mark"


def dotted(node: ast.AST) -> str:
    """Return a name as it is written: `rights.check`."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""
