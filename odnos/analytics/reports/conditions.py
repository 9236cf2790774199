"""A filter in the SQL of a store: the conditions that fields make for the read path, written for other tables of the same columns.

What a field's condition means is said by the field (`Field.condition`) and nowhere else; here its comparisons are put into
words that DuckDB, PostgreSQL and ClickHouse share. Conditions know yes and no only: what is unknown is not met, as in
`engine/records/conditions.py`. A comparison that is not known here is refused, never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.dialects import name as quoted
from odnos.analytics.reports.folded import pattern
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.star import LEFT_OUT, LINK, VALUE
from odnos.engine.access import scope
from odnos.engine.access.fields import safe
from odnos.engine.filters import tree
from odnos.engine.filters.tree import Condition, Node
from odnos.engine.records import conditions as operational
from odnos.engine.tables.among import Among
from odnos.engine.views import segments
from odnos.objects.fields import Field, SideCondition
from odnos.objects.registry import ObjectType

YES, NO = "TRUE", "FALSE"


class Unknown(LookupError):
    """A comparison that no store was taught. This is a defect in Odnos."""


def held(object_type: ObjectType, alias: str, node: Node, asking: Asking) -> str:
    """Return the condition that `node` puts on the rows `alias` of an object's table. Raises FilterError."""
    if isinstance(node, Condition):
        return one(object_type, alias, node, asking)
    if isinstance(node, tree.Not):
        return negated(held(object_type, alias, node.node, asking))
    inner = [held(object_type, alias, item, asking) for item in node.nodes]
    return both(inner) if isinstance(node, tree.All) else either(inner)


def both(parts: Sequence[str]) -> str:
    """Return the condition that all of some hold; of none, everything does."""
    kept = [part for part in dict.fromkeys(parts) if part != YES]
    return kept[0] if len(kept) == 1 else f"({' AND '.join(kept)})" if kept else YES


def either(parts: Sequence[str]) -> str:
    """Return the condition that one of some holds; of none, nothing does."""
    kept = [part for part in dict.fromkeys(parts) if part != NO]
    return kept[0] if len(kept) == 1 else f"({' OR '.join(kept)})" if kept else NO


def negated(condition: str) -> str:
    return f"NOT COALESCE({condition}, FALSE)"


def one(object_type: ObjectType, alias: str, condition: Condition, asking: Asking) -> str:
    operational.check_storable(condition.value)
    name, *rest = condition.path
    if name == "id" and not rest:
        return of_ids(object_type, alias, condition, asking)
    field = operational.field_of(object_type, condition)
    if rest:
        inner = Condition(tuple(rest), condition.operator, condition.value)
        return through(object_type, alias, field, inner, asking)
    asked = operational.asked_of(field, condition, asking.ctx)
    if field.kind in LEFT_OUT:
        raise ReportError(_("A report cannot ask about “%(name)s”.") % {"name": field.label}, place="where")
    if isinstance(asked, SideCondition):
        return beside(object_type, alias, asked, asking)
    return translated(asked, alias, asking)


def of_ids(object_type: ObjectType, alias: str, condition: Condition, asking: Asking) -> str:
    """A condition on records by their numbers, or by the segment in which they are kept."""
    if condition.operator != segments.OPERATOR:
        return translated(operational.by_id(object_type, condition), alias, asking)
    number = operational.segment_of(object_type, condition).pk
    return f'{alias}.id IN (SELECT record_id FROM "segment_member" WHERE segment_id = {int(number)})'


def through(object_type: ObjectType, alias: str, field: Field, condition: Condition, asking: Asking) -> str:
    """A condition on the record that a link names: one that the asker reaches."""
    linked = safe(operational.linked_by(field), by=asking.by)
    far = asking.alias("f")
    asked = both([reached(linked, far, asking), one(linked, far, condition, asking)])
    ids = f"SELECT {far}.id FROM {quoted(linked.key)} AS {far} WHERE {asked}"
    if field.columns:
        return f"{alias}.{quoted(field.column)} IN ({ids})"
    return side(object_type, alias, field, f"to_id IN ({ids})", asking)


def reached(object_type: ObjectType, alias: str, asking: Asking, *, deleted: bool = False) -> str:
    """Return the condition that keeps the rows of a table within the asker's reach, and out of the bin unless `deleted` ones count."""
    if isinstance(object_type, Counted):
        return YES  # its rows are those of records that are reached
    limits = scoped(object_type, alias, asking)
    return limits if deleted else both([f"{alias}.deleted_at IS NULL", limits])


def scoped(object_type: ObjectType, alias: str, asking: Asking) -> str:
    branches = scope.branches(object_type, by=asking.by, deed=asking.deed)
    return YES if branches is None else either([translated(part, alias, asking) for part in branches])


def beside(object_type: ObjectType, alias: str, asked: SideCondition, asking: Asking) -> str:
    """A condition on links, or on values of a field of many."""
    values = ""
    if asked.values is not None:
        column = "value" if asked.field.columns else "to_id"
        values = among(column, asked.values, asking)
    found = side(object_type, alias, asked.field, values, asking)
    return negated(found) if asked.negate else found


def side(object_type: ObjectType, alias: str, field: Field, condition: str, asking: Asking) -> str:
    """Return the condition that a record has a row beside it, for a field, that meets a condition."""
    limits = both([side_of(object_type, field, asking), condition or YES])
    return f"{alias}.id IN (SELECT record_id FROM {side_table(field)} WHERE {limits})"


def side_table(field: Field) -> str:
    return quoted((VALUE if field.columns else LINK).name)


def side_of(object_type: ObjectType, field: Field, asking: Asking, alias: str = "") -> str:
    """Return the condition that finds the rows of one field in the table that it shares with others."""
    dot = f"{alias}." if alias else ""
    parts = [f"{dot}object_key = {asking.value(object_type.key)}", f"{dot}field = {asking.value(field.name)}"]
    if not field.columns:
        parts.append(f"{dot}to_key = {asking.value(getattr(field, 'to', ''))}")
    return both(parts)


def translated(asked: Q, alias: str, asking: Asking) -> str:
    """Return a field's condition, or a scope, on the rows `alias` of its table. Raises Unknown."""
    parts = [
        translated(part, alias, asking) if isinstance(part, Q) else leaf(part, alias, asking)
        for part in asked.children
    ]
    if asked.connector == Q.AND:
        made = both(parts)
    elif asked.connector == Q.OR and parts:
        made = either(parts)
    else:
        raise Unknown(asked.connector)
    return negated(made) if asked.negated else made


def leaf(part: Any, alias: str, asking: Asking) -> str:
    if isinstance(part, Among):
        [source] = part.get_source_expressions()
        return among(column(source.name, alias), part.ids, asking)
    if not isinstance(part, tuple):
        raise Unknown(type(part).__name__)
    name, operand = part
    named, mark, lookup = name.rpartition("__")
    if not mark:
        named, lookup = name, "exact"
    write = LOOKUPS.get(lookup)
    if write is None:
        raise Unknown(lookup)
    return write(column(named, alias), operand, asking)


def column(name: str, alias: str) -> str:
    return f"{alias}.{quoted('id' if name == 'pk' else name)}"


def exact(held: str, operand: Any, asking: Asking) -> str:
    return f"{held} IS NULL" if operand is None else f"{held} = {asking.value(operand)}"


def among(held: str, operand: Any, asking: Asking) -> str:
    given = sorted({item for item in operand if item is not None})
    return f"{held} IN ({', '.join(asking.value(item) for item in given)})" if given else NO


def is_null(held: str, operand: Any, asking: Asking) -> str:  # noqa: ARG001 -- one shape for all
    return f"{held} IS NULL" if operand else f"{held} IS NOT NULL"


def compared(sign: str) -> Callable[[str, Any, Asking], str]:
    return lambda held, operand, asking: f"{held} {sign} {asking.value(operand)}"


def folded(*, starts: bool) -> Callable[[str, Any, Asking], str]:
    def write(held: str, operand: Any, asking: Asking) -> str:
        if not operand:
            return f"{held} IS NOT NULL"
        return asking.dialect.matches.format(held, asking.value(pattern(str(operand), starts=starts)))

    return write


LOOKUPS: Mapping[str, Callable[[str, Any, Asking], str]] = {
    "exact": exact,
    "in": among,
    "isnull": is_null,
    "gt": compared(">"),
    "gte": compared(">="),
    "lt": compared("<"),
    "lte": compared("<="),
    "folded_contains": folded(starts=False),
    "folded_starts": folded(starts=True),
}
