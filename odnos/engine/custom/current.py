"""Kinds of record and fields put in their places: the registry knows those that administrators defined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom import figures, formulas, rollups
from odnos.engine.custom.changing import current as changing
from odnos.engine.custom.changing.models import FieldChange
from odnos.engine.custom.kinds import KINDS, made
from odnos.engine.custom.models import CustomField, CustomObject, CustomOption
from odnos.engine.custom.types import built as types
from odnos.engine.outbox import emit
from odnos.engine.records.shadows import shadows
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from odnos.objects.fields import Field, Links
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry

Rows = Sequence[Mapping[str, Any]]
Plan = Sequence[tuple[Mapping[str, Any], Field]]
DERIVED = {"formula": formulas.made, "rollup": rollups.made, "figure": figures.made}


def forget() -> None:
    """Know nothing that administrators defined."""
    types.settle(())
    shadows.by_object = {}
    for object_type in registry:
        if object_type.added:
            object_type.extend((), object_type.drawn)
    emit.watchers = {}


def read() -> None:
    """Put the kinds of record and the added fields of each in place. All fields are made first: others who work meanwhile see the old or the new."""
    types.settle(rows(CustomObject))
    changes = changing.latest()
    defined, options = definitions_by_object(changing.slots(changes)), options_by_field()
    changing.settle(changes, {row["id"]: row for rows_ in defined.values() for row in rows_}, options)
    planned = {
        item.key: plan(item, defined[item.key], options)
        for item in registry
        if item.key in defined or item.added or item.is_custom
    }

    def fields_of(key: str) -> dict[str, Field]:
        item = registry.get(key)
        declared = {field.name: field for field in item.all_fields if not field.key}
        return declared | {field.name: field for _row, field in planned.get(key, ())}

    for key, fields in planned.items():
        item = registry.get(key)
        rows_ = [row for row, _field in fields]
        added = tuple(
            formulas.following(field, row, fields_of) if row["kind"] == "formula" else field
            for row, field in fields
        )
        layout = with_sections(item, rows_, added)
        item.extend(added, *(types.drawn(item, layout, added) if item.is_custom else (layout,)))
    watch()


def definitions_by_object(slots: Mapping[int, str]) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows(CustomField):
        if row["kind"] in KINDS:
            found[row["object"]].append({**row, "slot": slots.get(row["id"], "")})
    return found


def options_by_field() -> dict[int, list[Mapping[str, Any]]]:
    """Return the options of each field in their order; those that went, too, for records keep them."""
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in CustomOption._base_manager.order_by("position", "pk").values():
        found[row["field_id"]].append(row)
    return found


def plan(object_type: ObjectType, definitions: Rows, options: Mapping[int, Rows]) -> Plan:
    """Return the added fields of an object with their definitions; one whose name the product uses by now waits for another."""
    taken = {item.name for item in object_type.all_fields if not item.key}
    return [
        (row, DERIVED[row["kind"]](row) if row["kind"] in DERIVED else made(row, options.get(row["id"], ())))
        for row in definitions
        if row["code"] not in taken and is_possible(row)
    ]


def is_possible(row: Mapping[str, Any]) -> bool:
    """Whether what a field leads to or gathers is there: kinds of record can be archived."""
    gathered = row["through"].partition(".")[0]
    return all(key in registry for key in (row["to"], gathered) if key)


def watch() -> None:
    """Have a job run after each write that formulas and roll-ups of other records look at."""
    seen = {
        getattr(item.field(link), "to", "")
        for item in registry
        for field in item.derived
        if field.follows
        for link in field.follows.links
    }
    rolled = {field.rolls.object for item in registry for field in item.added if field.rolls}
    watchers: dict[str, list[str]] = defaultdict(list)
    for keys, job in ((seen, "custom.follow"), (rolled, "custom.roll")):
        for key in keys:
            watchers[key].append(job)
    emit.watchers = dict(watchers)


def rows(model: Any) -> Rows:
    everywhere = model._base_manager.filter(deleted_at__isnull=True)
    return list(everywhere.order_by("position", "pk").values())


def with_sections(object_type: ObjectType, definitions: Rows, added: Sequence[Field]) -> Layout:
    """Return the layout with a panel for each section, behind the declared ones; what has none stands in a panel of its own,
    or in the first one of an object that has hardly any other fields.
    """
    layout = object_type.drawn
    sections: dict[str, list[str]] = defaultdict(list)
    related = list(layout.related)
    for row, field in zip(definitions, added, strict=True):
        if isinstance(field, Links) and field.roles:
            related.append(with_roles(object_type, field))
        else:
            sections[row["section"]].append(field.name)
    panels = list(layout.panels)
    if object_type.is_custom and panels:
        panels[0] = Panel(title=panels[0].title, fields=(*panels[0].fields, *sections.pop("", ())))
    panels += [
        Panel(title=section or _("More fields"), fields=tuple(names)) for section, names in sections.items()
    ]
    return replace(layout, panels=tuple(panels), related=tuple(related))


def with_roles(object_type: ObjectType, field: Links) -> Related:
    """Return the list beside a record in which it names others, each in a role."""
    other = registry.get(field.to)
    columns = (other.title, *other.subtitle[:1])
    return Related(
        object=other.key, through=f"{object_type.key}.{field.name}", title=field.label, columns=columns
    )


definitions.add(
    Definitions(
        name="fields",
        tables=tuple(
            model._meta.db_table for model in (CustomObject, CustomField, CustomOption, FieldChange)
        ),
        read=read,
        forget=forget,
    )
)
