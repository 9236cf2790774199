"""From a filter tree to a database condition; linked records are asked for within the actor's reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import tree
from odnos.engine.filters.tree import Condition, FilterError, Node
from odnos.engine.records.contains import Lookups
from odnos.engine.records.kept import aliased, asked
from odnos.engine.records.models import RecordLink, RecordValue
from odnos.engine.records.reach import reach
from odnos.engine.tables.among import Among
from odnos.engine.tables.conditions import EVERYTHING, all_of, any_of
from odnos.engine.views import segments
from odnos.engine.views.models import Segment
from odnos.objects.context import Context
from odnos.objects.fields import Field, Invalid, SideCondition
from odnos.objects.fields.naming import id_of
from odnos.objects.fields.text import UNSTORABLE
from odnos.objects.registry import ObjectType, UnknownField, registry


def compiled(object_type: ObjectType, node: Node, *, by: Actor, ctx: Context, lookups: Lookups) -> Q:
    """Return the condition that `node` puts on records of `object_type`. Raises FilterError."""
    if isinstance(node, Condition):
        return one(object_type, node, by=by, ctx=ctx, lookups=lookups)
    if isinstance(node, tree.Not):
        held = compiled(object_type, node.node, by=by, ctx=ctx, lookups=lookups)
        return ~definite(object_type, held or EVERYTHING)
    inner = [compiled(object_type, item, by=by, ctx=ctx, lookups=lookups) for item in node.nodes]
    if isinstance(node, tree.All):
        return all_of(inner)
    return any_of(item or EVERYTHING for item in inner)


def one(object_type: ObjectType, condition: Condition, *, by: Actor, ctx: Context, lookups: Lookups) -> Q:
    check_storable(condition.value)
    name, *rest = condition.path
    if name == "id" and not rest:
        return by_id(object_type, condition)
    field = field_of(object_type, condition)
    if rest:
        return through(
            object_type, field, Condition(tuple(rest), condition.operator, condition.value), by=by, ctx=ctx
        )
    asked = asked_of(field, condition, ctx)
    if isinstance(asked, SideCondition):
        return beside(object_type, asked)
    among = lookups.among(object_type, field, condition)
    return asked if among is None else asked & Q(Among(among))


def field_of(object_type: ObjectType, condition: Condition) -> Field:
    """Return the field that a condition begins at. Raises FilterError."""
    try:
        return object_type.field(condition.path[0])
    except UnknownField as error:
        words = {"object": object_type.label, "name": condition.path[0]}
        raise FilterError(_("%(object)s has no field “%(name)s”.") % words) from error


def asked_of(field: Field, condition: Condition, ctx: Context) -> Q | SideCondition:
    """Return what a condition asks of the field it ends at. Raises FilterError."""
    check_storable(condition.value)
    if condition.operator not in field.operators:
        offered = ", ".join(field.operators)
        raise FilterError(
            _("“%(name)s” cannot be asked with “%(operator)s”; use one of %(offered)s.")
            % {"name": field.name, "operator": condition.operator, "offered": offered}
        )
    try:
        asked = field.condition(condition.operator, condition.value, ctx)
    except Invalid as error:
        raise FilterError(f"{field.label}: {error.message}") from error
    if isinstance(asked, Q) and any(is_open(*part) for part in leaves(asked)):
        raise FilterError(_("%(field)s: say what it is to be compared with.") % {"field": field.label})
    return asked


def leaves(asked: Q) -> Iterator[tuple[str, Any]]:
    """Yield the comparisons of a field's condition."""
    for part in asked.children:
        if isinstance(part, Q):
            yield from leaves(part)
        elif isinstance(part, tuple):
            yield part


def is_open(name: str, value: Any) -> bool:
    """Whether something is to be larger or smaller than nothing."""
    return value is None and name.endswith(("__gt", "__gte", "__lt", "__lte"))


def definite(object_type: ObjectType, asked: Q) -> Q:
    """Return the condition as one that an empty value of an added field does not meet, where SQL would not know.

    Django says so itself of the table's own columns, so that `not` means the same of both.
    """
    parts = [
        definite(object_type, part) if isinstance(part, Q) else known(object_type, part)
        for part in asked.children
    ]
    return Q.create(parts, connector=asked.connector, negated=asked.negated)


def known(object_type: ObjectType, part: Any) -> Any:
    """Return a comparison, met only by what is there to compare."""
    if not isinstance(part, tuple):
        return part
    column = str(part[0]).split("__")[0]
    keeps = object_type.kept.get(column, "text")
    if keeps in ("text", "flag") or str(part[0]).endswith("__isnull") or part[1] is None:
        return part
    return Q(part, (f"{column}__isnull", False))


def by_id(object_type: ObjectType, condition: Condition) -> Q:
    """`id.is:5`, `id.in:[5,6]`, for selections that travel as filters; `id.segment:…` for those that are kept."""
    if condition.operator == segments.OPERATOR:
        return Q(pk__in=segment_of(object_type, condition).members.values("record_id"))
    given = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
    try:
        return Q(pk__in=[id_of(item) for item in given if item != ""])
    except Invalid as error:
        raise FilterError(_("“id” takes whole numbers.")) from error


def segment_of(object_type: ObjectType, condition: Condition) -> Segment:
    """Return the segment that a condition names. Raises FilterError."""
    found = segments.find(condition.value, object_type.key)
    if found is None:
        raise FilterError(_("This segment is not there any more."))
    return found


def check_storable(value: Any) -> None:
    """Refuse what no database can compare with: NUL, and halves of surrogate pairs."""
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise FilterError(_("A condition contains characters that cannot be stored, such as a NUL byte."))
    if isinstance(value, list | tuple | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            check_storable(inner)


def through(object_type: ObjectType, field: Field, condition: Condition, *, by: Actor, ctx: Context) -> Q:
    """A condition on the record that a link names."""
    inner = those(linked_by(field), condition, by=by, ctx=ctx).values("pk")
    if field.columns:
        return Q(**{f"{field.column}__in": inner})
    return Q(pk__in=links(object_type, field).filter(to_id__in=inner).values("record_id"))


def linked_by(field: Field) -> ObjectType:
    """Return the object that a field leads to. Raises FilterError."""
    key = getattr(field, "to", "")
    if not key:
        raise FilterError(_("“%(name)s” does not lead to another record.") % {"name": field.name})
    return registry.get(key)


def those(linked: ObjectType, condition: Condition, *, by: Actor, ctx: Context) -> QuerySet[Any]:
    """Return the records within the actor's reach that meet a condition. Raises FilterError."""
    linked = safe(linked, by=by)
    reached = aliased(linked, reach(linked, by=by), asked(linked, condition))
    return reached.filter(one(linked, condition, by=by, ctx=ctx, lookups=Lookups(by=by)))


def beside(object_type: ObjectType, asked: SideCondition) -> Q:
    """A condition on values in a side table."""
    found = values(object_type, asked.field) if asked.field.columns else links(object_type, asked.field)
    if asked.values is not None:
        column = "value" if asked.field.columns else "to_id"
        found = found.filter(**{f"{column}__in": asked.values})
    condition = Q(pk__in=found.values("record_id"))
    return ~condition if asked.negate else condition


def links(object_type: ObjectType, field: Field) -> QuerySet[Any]:
    """Return the links of a field; naming what they lead to lets the index be walked backward."""
    to = getattr(field, "to", "")
    return RecordLink.objects.filter(object_key=object_type.key, field=field.name, to_key=to)


def values(object_type: ObjectType, field: Field) -> QuerySet[Any]:
    return RecordValue.objects.filter(object_key=object_type.key, field=field.name)
