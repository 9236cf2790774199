"""Making and changing added fields together with their options: one change set, so that one undo takes it all back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.custom import beginnings
from odnos.engine.custom.kinds import KINDS, made
from odnos.engine.custom.objects import CUSTOM_FIELD, CUSTOM_OPTION
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read, write
from odnos.engine.records.at_once import change_set, put_in_order
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.lib import text
from odnos.objects.fields import Invalid as Unreadable

Values = Mapping[str, Any]
KIND = "field"


def make(
    values: Values,
    options: Sequence[Values] = (),
    *,
    by: Actor,
    at: dt.datetime,
    within: int | None = None,
) -> Row:
    """Add a field with its options, as a part of the change set `within` if given. Raises Invalid; the errors of the third option are under `option-2`."""
    label = _("Field “%(name)s” added") % {"name": values.get("name", "")}
    with change_set(KIND, label, by=by, at=at, within=within) as one:
        row = write.create(CUSTOM_FIELD, {"position": at.timestamp(), **values}, by=by, at=at, change_set=one)
        settle_options(row, options, by=by, at=at, change_set=one)
        return with_option_to_begin(row, by=by, at=at, change_set=one)


def save(
    field_id: int,
    values: Values,
    options: Sequence[Values] | None = None,
    *,
    version: int | None,
    by: Actor,
    at: dt.datetime,
) -> Row:
    """Change a field; `options` in their order replace those it has, and what is left out goes to the bin."""
    label = _("Field “%(name)s” changed") % {"name": values.get("name", "")}
    with change_set(KIND, label, by=by, at=at) as one:
        row = write.update(CUSTOM_FIELD, field_id, values, version=version, by=by, at=at, change_set=one)
        if options is not None:
            settle_options(row, options, by=by, at=at, change_set=one)
        return with_option_to_begin(row, by=by, at=at, change_set=one)


def archive(field_id: int, *, by: Actor, at: dt.datetime) -> int:
    """Take a field away from the pages; its values stay where they are. Return the change set that undoes it."""
    name = read.get(CUSTOM_FIELD, field_id, by=by).title
    with change_set(KIND, _("Field “%(name)s” archived") % {"name": name}, by=by, at=at) as one:
        write.delete_one(CUSTOM_FIELD, field_id, by=by, at=at, change_set=one)
        return one


def restore(field_id: int, *, by: Actor, at: dt.datetime) -> None:
    """Bring an archived field back with all its values."""
    write.restore(CUSTOM_FIELD, [field_id], by=by, at=at)


def reorder(ids: Sequence[int], *, by: Actor, at: dt.datetime) -> None:
    """Put fields into the order of `ids`."""
    put_in_order(CUSTOM_FIELD, ids, by=by, at=at)


def options_of(field_id: int, *, by: Actor, at: dt.datetime, gone: bool = False) -> list[Row]:
    """Return the options of a field in their order, or those that are `gone`."""
    asked = Condition(("field",), "is", field_id)
    page = read.query(CUSTOM_OPTION, by=by, at=at, filter=asked, sort="position", limit=500, deleted=gone)
    return list(page.rows)


def brought_back(
    gone: dict[str, int], given: Values, *, by: Actor, at: dt.datetime, change_set: int
) -> int | None:
    """Return the option that a new one was once: whoever adds it anew means that of the records which kept it."""
    known = gone.pop(text.fold(str(given.get("name") or "")), None)
    if known is not None:
        write.restore(CUSTOM_OPTION, [known], by=by, at=at, change_set=change_set)
    return known


def settle_options(
    row: Row, options: Sequence[Values], *, by: Actor, at: dt.datetime, change_set: int
) -> None:
    if row["kind"] not in KINDS or not KINDS[row["kind"]].has_options:
        return
    errors: dict[str, list[Any]] = {}
    kept: set[int] = set()
    gone_before = {
        text.fold(option.title): option.id for option in options_of(row.id, by=by, at=at, gone=True)
    }
    for place, given in enumerate(options):
        values = {**{key: value for key, value in given.items() if key != "id"}, "position": place}
        known = given.get("id") or brought_back(gone_before, given, by=by, at=at, change_set=change_set)
        try:
            if known:
                kept.add(known)
                write.update(CUSTOM_OPTION, known, values, version=None, by=by, at=at, change_set=change_set)
            else:
                made = write.create(
                    CUSTOM_OPTION, {**values, "field": row.id}, by=by, at=at, change_set=change_set
                )
                kept.add(made.id)
        except Invalid as refusal:
            errors[f"option-{place}"] = [reason for reasons in refusal.errors.values() for reason in reasons]
    gone = [option.id for option in options_of(row.id, by=by, at=at) if option.id not in kept]
    if gone:
        write.delete(CUSTOM_OPTION, gone, by=by, at=at, change_set=change_set)
    if errors:
        raise Invalid(errors)


def with_option_to_begin(row: Row, *, by: Actor, at: dt.datetime, change_set: int) -> Row:
    """Return the field, whose new records begin with one of its options, if it has any: whoever names one by its label means that option."""
    written = row["default"]
    if not written or row["kind"] not in KINDS or not KINDS[row["kind"]].has_options:
        return row
    definition = {item.name: row[item.name] or "" for item in row.type.declared} | {
        "id": row.id,
        "default": "",
    }
    field = made(definition, [option.columns for option in options_of(row.id, by=by, at=at)])
    try:
        begins = beginnings.kept(field, written, by.context(at))
    except Unreadable as error:
        raise Invalid({"default": [error.message]}) from error
    if begins == written:
        return row
    return write.update(
        CUSTOM_FIELD, row.id, {"default": begins}, version=None, by=by, at=at, change_set=change_set
    )
