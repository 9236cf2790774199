"""What counts as a check of access, and what stands in its place when it is taken away."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import cast

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
BY_POSITION = frozenset(
    [
        "rights.may",
        "rights.check",
        "rights.allows",
        "rights.check_action",
        "rights.is_closed",
        "rights.sees_some",
        "seen_by",
    ]
)
"""The same, where the actor is what is named first."""
TRUE = frozenset(
    [
        "may_change",
        "may_decide",
        "may_fill",
        "may_follow",
        "may_give",
        "may_make_list",
        "may_name",
        "may_share",
        "may_take",
        "may_undo",
        "lets_in",
        "restorable",
    ]
)
"""Questions whether somebody may; without the check everybody may."""
FALSE = frozenset(["is_narrowed", "is_forbidden"])
"""Questions whether something is kept from somebody; without the check nothing is."""
WHOLE = {"VisitMiddleware.process_view": "return None", "changing_nothing": "yield"}
"""Functions that are a check from their first line to their last, and what they are without it."""
SYSTEM = "__everything__"
FILTERS = frozenset(("filter", "Q"))
OWN = frozenset(("user_id", "actor_id"))
Instead = Callable[[ast.Call], ast.AST | None]


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
        name = ".".join(self.stack)
        if name in WHOLE and self.met(node, "all of it"):
            node.body = ast.parse(f"def it():\n    {WHOLE[name]}").body[0].body  # type: ignore[attr-defined]
        self.generic_visit(node)
        self.stack.pop()
        return node

    def met(self, node: ast.AST, what: str) -> bool:
        """Note a check, and say whether it is the one to be taken away."""
        self.found.append((".".join(self.stack), getattr(node, "lineno", 0), what))
        return len(self.found) - 1 == self.wanted

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Call) and dotted(node.value.func) in (
            "rights.check",
            "rights.check_action",
        ):
            return ast.Pass() if self.met(node, dotted(node.value.func)) else node
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        refused = refusal(node.body[-1])
        if refused and self.met(node, f"raise {refused}"):
            node.test = ast.Constant(False)
            return node
        return self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        if node.attr == "is_administrator" and isinstance(node.ctx, ast.Load) and self.met(node, node.attr):
            return ast.Constant(True)
        return self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        names_actor = any(dotted(item) == "by.user_id" for item in (node.left, *node.comparators))
        if names_actor and isinstance(node.ops[0], ast.Eq | ast.NotEq) and self.met(node, "compared with by"):
            return ast.Constant(isinstance(node.ops[0], ast.Eq))
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        name = dotted(node.func)
        last = name.rpartition(".")[2]
        for is_check, what, instead in (
            (last == "administrator" and bool(node.args), last, visitor),
            (last in TRUE, last, lambda _node: ast.Constant(True)),
            (last in FALSE, last, lambda _node: ast.Constant(False)),
            (last == "safe" and bool(by_of(node)), last, unnarrowed),
            (last in BY_KEYWORD and bool(by_of(node)), last, by_keyword),
            (name in BY_POSITION and bool(node.args), name, by_position),
            (any(map(is_mark, node.args)), "Mark", unmarked),
            (last in FILTERS and any(map(is_own, node.keywords)), "own", anybodys),
        ):
            if is_check and self.met(node, what):
                return cast(Instead, instead)(node) or self.generic_visit(node)
        return self.generic_visit(node)


def visitor(node: ast.Call) -> ast.AST:
    return ast.Attribute(ast.Attribute(node.args[0], "visit", ast.Load()), "by", ast.Load())


def unnarrowed(node: ast.Call) -> ast.AST:
    return ast.BoolOp(ast.Or(), [ast.Attribute(node.args[0], "narrowed_from", ast.Load()), node.args[0]])


def by_keyword(node: ast.Call) -> None:
    by_of(node)[0].value = ast.Name(SYSTEM, ast.Load())


def by_position(node: ast.Call) -> None:
    node.args[0] = ast.Name(SYSTEM, ast.Load())


def unmarked(node: ast.Call) -> None:
    node.args = [item for item in node.args if not is_mark(item)]


def anybodys(node: ast.Call) -> None:
    """Let a filter that asks for what is the actor's own ask for what is anybody's."""
    for item in filter(is_own, node.keywords):
        item.arg, item.value = "pk__isnull", ast.Constant(False)


def by_of(node: ast.Call) -> list[ast.keyword]:
    return [item for item in node.keywords if item.arg == "by"]


def is_own(item: ast.keyword) -> bool:
    value = item.value.values[0] if isinstance(item.value, ast.BoolOp) else item.value
    return item.arg in OWN and dotted(value).endswith("by.user_id")


def is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func) == "Mark"


def refusal(last: ast.stmt) -> str:
    """Return the name of the exception by which a statement refuses: Denied, or an answer of 401 or 403."""
    raised = last.exc if isinstance(last, ast.Raise) else None
    name = dotted(raised).rpartition(".")[2] if raised is not None else ""
    if name == "Problem" and isinstance(raised, ast.Call) and raised.args:
        first = raised.args[0]
        return name if isinstance(first, ast.Constant) and first.value in (401, 403) else ""
    return name if name == "Denied" else ""


def dotted(node: ast.AST) -> str:
    """Return a name as it is written: `rights.check`."""
    if isinstance(node, ast.Call):
        return dotted(node.func)
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""
