"""Beginning a change of kind, and taking it back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.access.tripwire import Mark
from odnos.engine.custom import actions
from odnos.engine.custom.changing.converting import OFFERED
from odnos.engine.custom.changing.current import field_of, latest, slots
from odnos.engine.custom.changing.looking import Preview, Use, preview, uses, values
from odnos.engine.custom.changing.models import FieldChange
from odnos.engine.custom.kinds import KINDS
from odnos.engine.custom.models import CustomField
from odnos.engine.custom.objects import CUSTOM_FIELD, CUSTOM_OPTION
from odnos.engine.outbox import jobs
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions
from odnos.objects.fields import Field
from odnos.objects.registry import registry

State = FieldChange.State
SETTINGS = ("kind", "mask", "mask_hint", "to", "places", "least", "most", "unit", "is_open", "default", "is_unique", "is_searchable", "is_fast")  # fmt: skip
DAYS = 30
FIRST_SLOT = 500_000_000
MOST_OPTIONS = 200


def offered(kind: str) -> tuple[str, ...]:
    """Return the kinds that a field of a kind may become."""
    return tuple(key for key in OFFERED.get(kind, ()) if key != kind)


def current(field_id: int) -> FieldChange | None:
    """Return the last change of a field's kind."""
    return FieldChange.objects.filter(field_id=field_id).order_by("-pk").first()


def is_going_on(change: FieldChange | None) -> bool:
    return change is not None and change.state == State.CONVERTING


def until(change: FieldChange) -> dt.datetime | None:
    """Return until when a change can be taken back; None if it cannot be."""
    if change.state != State.DONE or change.swapped_at is None:
        return None
    return change.swapped_at + dt.timedelta(days=DAYS)


def plan(row: Row, kind: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the definition's values before and after. What the other kind has no use for is left out. Raises Invalid."""
    if kind not in offered(row["kind"]):
        raise Invalid({"kind": [_("A field of this kind cannot become one of that.")]})
    before = {name: plain(name, row[name]) for name in SETTINGS}
    wanted = KINDS[kind]
    after = {
        "kind": kind, "mask": "", "mask_hint": "", "to": given.get("to") or "", "places": given.get("places"),
        "least": None, "most": None, "unit": before["unit"] if kind == "number" else "",
        "is_open": bool(given.get("is_open")) and wanted.has_options, "default": "",
        "is_unique": before["is_unique"] and wanted.can_be_unique,
        "is_searchable": before["is_searchable"] and wanted.can_be_searched,
        "is_fast": before["is_fast"] and wanted.can_be_fast,
    }  # fmt: skip
    if kind == "link" and after["to"] not in registry:
        raise Invalid({"to": [_("Choose what the link leads to.")]})
    return before, after


def plain(name: str, value: Any) -> Any:
    """Return a setting as JSON and as the definition's table hold it."""
    if name in ("places", "least", "most"):
        return None if value is None else int(value)
    return "" if value is None else value


def fields(row: Row, after: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> tuple[Field, Field]:
    """Return the field as it is and as it is to be."""
    definition = CustomField._base_manager.filter(pk=row.id).values().get()
    slot = slots(latest()).get(row.id, f"f{row.id}")
    return field_of(definition, {}, slot, options), field_of(definition, after, slot, options)


def look(
    row: Row, kind: str, given: Mapping[str, Any], *, by: Actor, at: dt.datetime
) -> tuple[Preview, list[Use]]:
    """Return what a change would do, and what uses the field. Nothing is written. Raises Invalid."""
    check(by)
    _before, after = plan(row, kind, given)
    known = [item.columns for item in actions.options_of(row.id, by=by, at=at)]
    source, target = fields(row, after, [*known, *wished(row, after, given, known)])
    object_type = registry.get(row["object"])
    return preview(object_type, source, target, at=at), uses(object_type, source, target, at=at)


def wished(
    row: Row, after: Mapping[str, Any], given: Mapping[str, Any], known: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the options that would be made of the values there are."""
    if not given.get("make_options") or not KINDS[after["kind"]].has_options or known:
        return []
    return [option(name) for name in distinct(row)]


def option(name: str) -> dict[str, Any]:
    return {"name": name, "code": name, "name_en": "", "name_ru": "", "name_sl": "", "tone": ""}


def distinct(row: Row) -> list[str]:
    """Return the most frequent values of a field of text."""
    source, _target = fields(row, {}, ())
    counted = [
        (number, source.value(columns))
        for columns, number, _example in values(registry.get(row["object"]), source)
    ]
    found = sorted(((number, str(value).strip()) for number, value in counted if value), reverse=True)
    return list(dict.fromkeys(value[:100] for _number, value in found))[:MOST_OPTIONS]


def begin(
    row: Row, kind: str, given: Mapping[str, Any], *, keep: bool, by: Actor, at: dt.datetime
) -> FieldChange:
    """Begin to change the kind of a field; a job does it. With `keep`, what does not fit is written into a field of text. Raises Invalid."""
    check(by)
    with transaction.atomic():
        last = current(row.id)
        if is_going_on(last):
            raise Invalid({"kind": [_("This field is being changed already.")]})
        before, after = plan(row, kind, given)
        _found, named = look(row, kind, given, by=by, at=at)
        if stopping := [use.name for use in named if use.stops]:
            words = {"names": ", ".join(stopping)}
            raise Invalid(
                {"kind": [_("These would mean nothing any more: %(names)s. Change them first.") % words]}
            )
        if last is not None and last.state == State.DONE:
            finish(last, State.OVER)
        make_options(row, after, given, by=by, at=at)
        change = FieldChange.objects.create(
            field_id=row.id, before=before, after=after, at=at, by_id=by.user_id,
            slot_before=slots(latest()).get(row.id, f"f{row.id}"), slot_after="",
            kept_in_id=kept_in(row, by=by, at=at) if keep else None,
        )  # fmt: skip
        change.slot_after = f"f{FIRST_SLOT + change.pk}"
        object_type = registry.get(row["object"])
        change.total = object_type.model._base_manager.filter(Mark(object_type)).count()
        change.save()
        jobs.enqueue("custom.change", {"change_id": change.pk}, at=at)
    definitions.refresh()
    return change


def make_options(
    row: Row, after: Mapping[str, Any], given: Mapping[str, Any], *, by: Actor, at: dt.datetime
) -> None:
    known = actions.options_of(row.id, by=by, at=at)
    for place, item in enumerate(wished(row, after, given, [one.columns for one in known])):
        values_ = {"name": item["name"], "field": row.id, "position": place}
        write.create(CUSTOM_OPTION, values_, by=by, at=at)


def kept_in(row: Row, *, by: Actor, at: dt.datetime) -> int:
    """Make the field that holds what does not fit."""
    name = _("%(name)s (old value)") % {"name": row.title}
    return actions.make(
        {"object": row["object"], "kind": "long_text", "name": name[:100], "section": row["section"]},
        by=by,
        at=at,
    ).id


def undo(change_id: int, *, by: Actor, at: dt.datetime) -> FieldChange:
    """Give the field its old kind and its old values back; what was edited since has been following along. Raises Invalid."""
    check(by)
    with transaction.atomic():
        change = FieldChange.objects.select_for_update().get(pk=change_id)
        limit = until(change)
        if limit is None or at > limit or current(change.field_id) != change:
            raise Invalid({"": [_("This change cannot be taken back any more.")]})
        swap(change, change.before, by=by, at=at)
        finish(change, State.UNDONE)
        jobs.enqueue("custom.change_purge", {"change_id": change.pk}, at=at)
    definitions.refresh()
    return change


def swap(change: FieldChange, settings: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> None:
    """Let the definition be of the other kind."""
    steward = dataclasses.replace(by, role="system", narrow=None)
    write.update(CUSTOM_FIELD, change.field_id, settings, version=None, by=steward, at=at, trusted=True)


def finish(change: FieldChange, state: str) -> None:
    change.state = state
    change.version += 1
    change.save(update_fields=["state", "version"])


def check(by: Actor) -> None:
    if not by.is_administrator:
        raise Denied(_("Only an administrator changes fields."))


def row_of(field_id: int, *, by: Actor) -> Row:
    return read.get(CUSTOM_FIELD, field_id, by=by)
