"""Roll-up fields: what may be gathered from the records that name one, and why a definition cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import system_actor
from odnos.engine.custom.formulas import TYPES, circle_through
from odnos.engine.custom.labels import label_of
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import read
from odnos.engine.records.draft import Draft
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.fields.follows import Path, Rolls
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

MEASURES = (
    ("count", _("How many")),
    ("sum", _("Sum")),
    ("average", _("Average")),
    ("min", _("Smallest or earliest")),
    ("max", _("Largest or latest")),
)
RESULTS: tuple[tuple[type[Field], str], ...] = (
    (f.Rank, ""),
    (f.Number, "number"),
    (f.Money, "money"),
    (f.Date, "date"),
)
SUMMED = frozenset(("number", "money"))
FIXED = _("This stays as it was made. Add another field instead.")


def made(definition: Mapping[str, Any]) -> Field:
    """Return the field of a roll-up. Nothing gathered counts nought, and is worth nothing."""
    object_key, link = definition["through"].split(".")
    rolls = Rolls(
        object=object_key,
        link=link,
        measure=definition["measure"],
        measured=definition["measured"].rpartition(".")[2],
        only=definition["only"],
        asks=asked_by(definition["only"]),
    )
    settings: dict[str, Any] = {"places": 4} if definition["result"] == "number" else {}
    kind = TYPES[definition["result"]]
    return kind(
        definition["code"],
        label_of(definition),
        key=f"f{definition['id']}",
        help=definition["help"],
        readonly=True,
        audited=False,
        default=0 if definition["measure"] == "count" else None,
        rolls=rolls,
        **settings,
    )


def asked_by(only: str) -> tuple[Path, ...]:
    """Return the fields that a roll-up's filter asks for; of one that cannot be read any more, none."""
    try:
        return tuple(dict.fromkeys(condition.path for condition in tree.conditions(text.parse(only))))
    except FilterError:
        return ()


def sources(object_type: ObjectType) -> list[tuple[str, ObjectType, Field]]:
    """Return what can be gathered for records of an object: those of others whose link names one."""
    return [
        (f"{other.key}.{link.name}", other, link)
        for other, link in registry.links_to(object_type.key)
        if isinstance(link, f.Link) and not link.system and (other.in_menu or other.parent_field is not None)
    ]


def measurable(object_type: ObjectType) -> list[Field]:
    """Return the fields whose values can be added up or compared."""
    return [item for item in object_type.all_fields if result_of(item)]


def result_of(item: Field) -> str:
    """Return of which kind a sum or an extreme of the field is; "" if there is none."""
    return next((result for kind, result in RESULTS if isinstance(item, kind)), "")


def field_rollup(draft: Draft) -> None:
    """A roll-up gathers what names records of its object, in a way that its field allows, by a filter that can be read."""
    if draft["kind"] != "rollup" or draft["object"] not in registry:
        return
    if not draft.is_new:
        for name in ("through", "measure", "measured"):
            if draft.changed(name):
                draft.fail(name, FIXED)
    source = {key: other for key, other, _link in sources(registry.get(draft["object"]))}.get(
        draft["through"] or ""
    )
    if source is None:
        draft.fail("through", _("Choose what is gathered."))
        return
    field_measure(draft, source)
    field_only(draft, source)


def field_measure(draft: Draft, source: ObjectType) -> None:
    """How many there are needs no field; a sum needs one that adds up, an extreme one that compares."""
    measure, measured = draft["measure"], (draft["measured"] or "").rpartition(".")
    if not measure:
        draft.fail("measure", _("Choose what is gathered."))
        return
    if measure == "count":
        draft.set("measured", None)
        draft.set("result", "number")
        return
    item = source.by_name.get(measured[2]) if measured[0] in ("", source.key) else None
    result = result_of(item) if item else ""
    if not result or (measure in ("sum", "average") and result not in SUMMED):
        draft.fail(
            "measured", _("Choose a field of %(objects)s that allows this.") % {"objects": source.plural}
        )
        return
    draft.set("result", result)
    circle = circle_through((draft["object"], draft["code"] or ""), [(source.key, measured[2])])
    if circle:
        draft.fail("measured", _("It would follow from itself: %(path)s.") % {"path": " → ".join(circle)})


def field_only(draft: Draft, source: ObjectType) -> None:
    if not draft["only"] or not draft.changed("only"):
        return
    try:
        by = system_actor("a roll-up's filter")
        read.matching(source, by=by, at=draft.at, filter=text.parse(draft["only"]))
    except FilterError as error:
        draft.fail("only", str(error))


def sentence(row: Row) -> str:
    """Return what a roll-up gathers, as a person says it: «Sum: Amount of Deals»."""
    key, _link = row["through"].split(".")
    source = registry.get(key)
    measured = row["measured"].rpartition(".")[2] if row["measured"] else ""
    what = f"{dict(MEASURES)[row['measure']]}: "
    return what + (f"{source.field(measured).label} · " if measured else "") + str(source.plural)


def choices(object_type: ObjectType) -> dict[str, list[tuple[str, Label]]]:
    """Return what the settings page offers: what is gathered, and of which field."""
    found = sources(object_type)
    return {
        "through": [(key, f"{other.plural} ({link.label})") for key, other, link in found],
        "measure": list(MEASURES),
        "measured": [
            ("", "—"),
            *(
                (f"{other.key}.{item.name}", f"{other.plural}: {item.label}")
                for other in {other.key: other for _key, other, _link in found}.values()
                for item in measurable(other)
            ),
        ],
    }
