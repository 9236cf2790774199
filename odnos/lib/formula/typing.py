"""Of which kind the result of a formula is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from odnos.lib.formula import errors
from odnos.lib.formula.errors import FormulaError
from odnos.lib.formula.functions import FUNCTIONS, Kind, overload
from odnos.lib.formula.tree import Call, Literal, Name, Node

KindOf = Callable[[tuple[str, ...]], Kind | None]
"""Says of which kind the field at a path is; None for one that is not there or that no formula can read."""


def check(node: Node, kind_of: KindOf) -> Kind:
    """Return the kind of a formula's result. Raises FormulaError at the piece that cannot be."""
    if isinstance(node, Literal):
        return kind_of_literal(node.value)
    if isinstance(node, Name):
        kind = kind_of(node.path)
        if kind is None:
            raise FormulaError(errors.UNKNOWN_NAME, node.place, name=".".join(node.path))
        return kind
    assert isinstance(node, Call)
    return check_call(node, kind_of)


def kind_of_literal(value: Decimal | str | bool) -> Kind:  # noqa: FBT001 -- a value of the language
    if isinstance(value, bool):
        return "boolean"
    return "number" if isinstance(value, Decimal) else "text"


def check_call(node: Call, kind_of: KindOf) -> Kind:
    given = [check(inner, kind_of) for inner in node.given]
    if node.name in ("and", "or"):
        for inner, kind in zip(node.given, given, strict=True):
            if kind != "boolean":
                raise FormulaError(
                    errors.WRONG_KIND, inner.place, name=node.name, wanted="boolean", given=kind
                )
        return "boolean"
    if node.name == "today":
        if given:
            raise FormulaError(
                errors.WRONG_NUMBER, node.place, name=node.name, wanted="0", given=str(len(given))
            )
        return "date"
    if node.name not in FUNCTIONS:
        raise FormulaError(errors.UNKNOWN_FUNCTION, node.place, name=node.name)
    found = overload(node.name, given)
    if found is None:
        raise refused(node, given)
    return found


def refused(node: Call, given: list[Kind]) -> FormulaError:
    """Return why a function does not take these values: too many, too few, or of another kind."""
    function = FUNCTIONS[node.name]
    counts = sorted({len(wanted) for wanted, _result in function.ways})
    if not function.many and len(given) not in counts:
        wanted = " / ".join(map(str, counts))
        return FormulaError(
            errors.WRONG_NUMBER, node.place, name=node.name, wanted=wanted, given=str(len(given))
        )
    return FormulaError(errors.DIFFERENT, node.place, name=node.name, given=", ".join(given))
