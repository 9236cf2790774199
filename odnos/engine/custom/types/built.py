"""From the definition of a kind of record to the object that everything reads, as good as one of the product's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.labels import LANGUAGES, label_of
from odnos.engine.custom.models import CustomRecord
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.access import Access, Everyone, OwnTeamAll, ParentDecides
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

PREFIX = "c_"
ON_LISTS = 5
ON_CARDS = 3
ROOMY = ("long_text", "file", "links", "multi_choice")
"""Kinds of field that a column of a list has no room for."""


def key_of(row: Mapping[str, Any] | Row) -> str:
    """Return the key of the object that a definition defines."""
    return f"{PREFIX}{row['code']}"


def settle(rows: Sequence[Mapping[str, Any]]) -> None:
    """Have the registry know the defined kinds of record, and no others of that sort. Their fields are put in place afterwards."""
    known = {item.key: item for item in registry if item.is_custom}
    defined = {key_of(row): row for row in rows}
    for key, row in defined.items():
        if key in known:
            known[key].redefine(**settings_of(row))
        else:
            registry.add(ObjectType(key=key, model=CustomRecord, is_custom=True, **settings_of(row)))
    for key in known.keys() - defined.keys():
        registry.remove(key)
    registry.arrange(defined)


def settings_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a definition says of its object, its added fields apart."""
    fields = fields_of(row)
    return {
        "plural_key": row["address"],
        "label": label_of(row),
        "plural": label_of(plural(row)),
        "icon": row["icon"] or "box",
        "fields": fields,
        "layout": Layout(
            panels=(Panel(title=label_of(row), fields=(*(item.name for item in fields), "owner")),),
            quick=tuple(item.name for item in fields),
        ),
        "access": access_of(row),
        "in_menu": bool(row["is_in_menu"]),
        "duplicates": ("name",),
    }


def fields_of(row: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the fields that every record of the object has: what it is called, and what it is a part of."""
    title = f.Text("name", row["title_name"] or _("Name"), required=True, searchable=True, max_length=300)
    if row["access"] != "part":
        return (title,)
    whole = f.Link(
        "parent",
        parent_label(row),
        to=row["parent"],
        required=True,
        parent=True,
        reverse_label=label_of(plural(row)),
    )
    return (title, whole)


def parent_label(row: Mapping[str, Any]) -> Label:
    return registry.get(row["parent"]).label if row["parent"] in registry else row["parent"]


def access_of(row: Mapping[str, Any]) -> Access:
    if row["access"] == "part":
        return ParentDecides(parent="parent")
    return Everyone(editors=("administrator", "manager")) if row["access"] == "everyone" else OwnTeamAll()


def plural(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of several records, as `label_of` takes names."""
    names = {f"name_{language}": row[f"name_many_{language}"] for language in LANGUAGES}
    return {"name": row["name_many"], **names}


def drawn(object_type: ObjectType, layout: Layout, added: Sequence[Field]) -> tuple[Layout, tuple[View, ...]]:
    """Return where the fields of an object stand as long as nobody has arranged them: on cards, in quick create, in lists."""
    short = [item.name for item in added if item.kind not in ROOMY]
    asked = [
        item.name for item in added if not item.readonly and (item.required or item.name in short[:ON_CARDS])
    ]
    arranged = replace(layout, card=tuple(short[:ON_CARDS]), quick=(*layout.quick, *asked))
    own = [item.name for item in object_type.declared]
    columns = (*own, *short[:ON_LISTS], "owner", "updated_at")
    everything = View(key="all", label=_("All"), columns=columns)
    return arranged, (everything, *boards(added, arranged.card))


def boards(added: Sequence[Field], card: tuple[str, ...]) -> tuple[View, ...]:
    """Return a board for the first choice among the fields."""
    choice = next((item for item in added if item.kind == "choice" and not item.readonly), None)
    if choice is None:
        return ()
    return (
        View(key="board", label=choice.label, kind="board", group_by=choice.name, columns=("name", *card)),
    )
