"""Added fields put in their places: the objects have the fields that administrators defined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.tripwire import Mark
from odnos.engine.custom import formulas, rollups
from odnos.engine.custom.kinds import KINDS, made
from odnos.engine.custom.models import CustomField, CustomOption
from odnos.engine.outbox import emit
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from odnos.objects.fields import Field
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry

Rows = Sequence[Mapping[str, Any]]
Plan = Sequence[tuple[Mapping[str, Any], Field]]
DERIVED = {"formula": formulas.made, "rollup": rollups.made}


def forget() -> None:
    """Know nothing of added fields."""
    for object_type in registry:
        if object_type.added:
            object_type.extend((), object_type.drawn)
    emit.watchers = {}


def read() -> None:
    """Put the added fields of every object in place. All are made first: others who work meanwhile see the old or the new."""
    defined, options = definitions_by_object(), options_by_field()
    planned = {
        item.key: plan(item, defined[item.key], options)
        for item in registry
        if item.key in defined or item.added
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
        item.extend(added, with_sections(item.drawn, rows_, added))
    watch()


def definitions_by_object() -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows(CustomField):
        if row["kind"] in KINDS:
            found[row["object"]].append(row)
    return found


def options_by_field() -> dict[int, list[Mapping[str, Any]]]:
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows(CustomOption):
        found[row["field_id"]].append(row)
    return found


def plan(object_type: ObjectType, definitions: Rows, options: Mapping[int, Rows]) -> Plan:
    """Return the added fields of an object with their definitions; one whose name the product uses by now waits for another."""
    taken = {item.name for item in object_type.all_fields if not item.key}
    return [
        (row, DERIVED[row["kind"]](row) if row["kind"] in DERIVED else made(row, options.get(row["id"], ())))
        for row in definitions
        if row["code"] not in taken
    ]


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
    everywhere = model._base_manager.filter(Mark(model._meta.db_table), deleted_at__isnull=True)
    return list(everywhere.order_by("position", "pk").values())


def with_sections(layout: Layout, definitions: Rows, added: Sequence[Field]) -> Layout:
    """Return the layout with a panel for each section, behind the declared ones."""
    sections: dict[str, list[str]] = defaultdict(list)
    for row, field in zip(definitions, added, strict=True):
        sections[row["section"]].append(field.name)
    panels = (
        Panel(title=section or _("More fields"), fields=tuple(names)) for section, names in sections.items()
    )
    return Layout(
        panels=(*layout.panels, *panels),
        related=layout.related,
        path=layout.path,
        card=layout.card,
        quick=layout.quick,
    )


definitions.add(
    Definitions(
        name="fields",
        tables=(CustomField._meta.db_table, CustomOption._meta.db_table),
        read=read,
        forget=forget,
    )
)
