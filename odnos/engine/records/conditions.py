"""From a filter tree to a database condition; linked records are asked for within the actor's reach."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.filters import tree
from odnos.engine.filters.tree import Condition, FilterError, Node
from odnos.engine.records.contains import Lookups
from odnos.engine.records.kept import aliased, asked
from odnos.engine.records.models import RecordLink, RecordValue
from odnos.engine.records.reach import reach
from odnos.engine.tables.among import Among
from odnos.engine.tables.conditions import all_of, any_of
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
        return ~compiled(object_type, node.node, by=by, ctx=ctx, lookups=lookups)
    inner = [compiled(object_type, item, by=by, ctx=ctx, lookups=lookups) for item in node.nodes]
    if isinstance(node, tree.All):
        return all_of(inner)
    return any_of(inner)


def one(object_type: ObjectType, condition: Condition, *, by: Actor, ctx: Context, lookups: Lookups) -> Q:
    check_storable(condition.value)
    name, *rest = condition.path
    if name == "id" and not rest:
        return by_id(condition)
    try:
        field = object_type.field(name)
    except UnknownField as error:
        raise FilterError(
            _("%(object)s has no field “%(name)s”.") % {"object": object_type.label, "name": name}
        ) from error
    if rest:
        return through(
            object_type, field, Condition(tuple(rest), condition.operator, condition.value), by=by, ctx=ctx
        )
    if condition.operator not in field.operators:
        offered = ", ".join(field.operators)
        raise FilterError(
            _("“%(name)s” cannot be asked with “%(operator)s”; use one of %(offered)s.")
            % {"name": name, "operator": condition.operator, "offered": offered}
        )
    try:
        asked = field.condition(condition.operator, condition.value, ctx)
    except Invalid as error:
        raise FilterError(f"{field.label}: {error.message}") from error
    if isinstance(asked, SideCondition):
        return beside(object_type, asked)
    among = lookups.among(object_type, field, condition)
    return asked if among is None else asked & Q(Among(among))


def by_id(condition: Condition) -> Q:
    """`id.is:5`, `id.in:[5,6]`, for selections that travel as filters."""
    given = condition.value if isinstance(condition.value, list | tuple) else [condition.value]
    try:
        return Q(pk__in=[id_of(item) for item in given if item != ""])
    except Invalid as error:
        raise FilterError(_("“id” takes whole numbers.")) from error


def check_storable(value: Any) -> None:
    """Refuse what no database can compare with: NUL, and halves of surrogate pairs."""
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise FilterError(_("A condition contains characters that cannot be stored, such as a NUL byte."))
    if isinstance(value, list | tuple | dict):
        for inner in value.values() if isinstance(value, dict) else value:
            check_storable(inner)


def through(object_type: ObjectType, field: Field, condition: Condition, *, by: Actor, ctx: Context) -> Q:
    """A condition on the record that a link names."""
    key = getattr(field, "to", "")
    if not key:
        raise FilterError(_("“%(name)s” does not lead to another record.") % {"name": field.name})
    linked = registry.get(key)
    reached = aliased(linked, reach(linked, by=by), asked(linked, condition))
    inner = reached.filter(one(linked, condition, by=by, ctx=ctx, lookups=Lookups(by=by))).values("pk")
    if field.columns:
        return Q(**{f"{field.column}__in": inner})
    return Q(pk__in=links(object_type, field).filter(to_id__in=inner).values("record_id"))


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
