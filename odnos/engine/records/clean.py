"""Validation: everything that can be said against some drafts, said at once and field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.records import derived, files, gated, read, ruled, territories, together
from odnos.engine.records.draft import Draft, touched
from odnos.engine.records.kept import annotated
from odnos.engine.records.reach import reach
from odnos.engine.tables.among import Among
from odnos.objects.context import Reference
from odnos.objects.fields import Field, File, Invalid, Link
from odnos.objects.registry import ObjectType, registry

FOLLOWING = ("team", "territory")
"""Links that nobody makes: the team follows from the owner, the territory from rules."""


def fill(draft: Draft, given: Mapping[str, Any], *, trusted: bool = False) -> None:
    """Parse what was given; unknown and, unless `trusted`, read-only fields are refused, not dropped.

    A field that is hidden from the writer is unknown to them, and one they may not edit is read-only.
    """
    by_name, may_set_all = draft.type.by_name, trusted or draft.by.is_system
    known = by_name if may_set_all else safe(draft.type, by=draft.by).by_name
    for name, raw in given.items():
        field = by_name.get(name)
        if field is None or name not in known:
            draft.fail(name, _("There is no such field."))
        elif field.readonly and not may_set_all:
            draft.fail(name, _("This field cannot be changed by hand."))
        elif known[name].readonly and not may_set_all:
            draft.fail(name, _("You may not change this field. Ask an administrator for the right."))
        else:
            parse(draft, field, raw)
            if isinstance(field, File) and not trusted:
                check_file(draft, field)


def check_file(draft: Draft, field: File) -> None:
    """A file that is named anew is one that the writer has brought or may read."""
    value = draft.values.get(field.name)
    if value and draft.changed(field.name) and not files.may_name(value, by=draft.by):
        draft.fail(field.name, _("Upload the file first."))


def parse(draft: Draft, field: Field, raw: Any) -> None:
    try:
        draft.values[field.name] = field.parse(raw, draft.ctx)
    except Invalid as error:
        draft.fail(field.name, error.message)


def fill_defaults(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Give new records the values they start with where none was given."""
    for field in object_type.fields:
        if field.default is None:
            continue
        for draft in drafts:
            if field.is_empty(draft.values.get(field.name)) and field.name not in draft.errors:
                parse(draft, field, field.initial(draft.ctx))


def check(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Run the object's rules and every check on `drafts`; what is wrong stands in their errors."""
    ruled.refuse_fixed(object_type, drafts, by=by)
    follow(object_type, drafts)
    territories.settle(object_type, drafts)
    for draft in drafts:
        draft.freeze()
    ruled.ask(object_type, drafts, by=by)
    gated.check(object_type.key, drafts, by=by)
    check_required(object_type, drafts)
    changed = touched(drafts)
    check_links(object_type, drafts, changed, by=by)
    check_unique(object_type, drafts, changed)
    together.check(object_type, drafts)


def follow(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Run the object's own rules on drafts, then work out what follows from them."""
    attach_needed(object_type, drafts)
    for draft in drafts:
        for rule in object_type.rules:
            rule(draft)
    if object_type.derived:
        derived.settle(object_type, drafts)


def check_required(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    for field in object_type.fields:
        if not field.required:
            continue
        for draft in drafts:
            if (
                field.is_empty(draft[field.name])
                and field.name not in draft.errors
                and is_asked(field, draft)
                and may_fill(field, draft)
            ):
                draft.fail(field.name, _("Fill this in."))


def is_asked(field: Field, draft: Draft) -> bool:
    """Records from before an administrator added the field stay as they are until somebody touches it."""
    if field.name in draft.unasked and field.key:  # a rule hides it
        return False
    return not field.key or draft.is_new or draft.changed(field.name)


def may_fill(field: Field, draft: Draft) -> bool:
    """Nobody is asked for what they may not fill in."""
    known = safe(draft.type, by=draft.by).by_name.get(field.name)
    return known is not None and known.readonly == field.readonly


def attach_needed(object_type: ObjectType, drafts: Sequence[Draft]) -> None:
    """Read the linked rows that rules look at, once for all drafts."""
    linked = {}
    for name in object_type.needs:
        ids = {draft[name] for draft in drafts if draft[name] is not None}
        field = object_type.field(name)
        if ids:
            linked[name] = read.get_many(registry.get(target_of(field)), ids, by=drafts[0].by, as_kept=True)
    for draft in drafts:
        draft.link(linked)


def target_of(field: Field) -> str:
    assert isinstance(field, Link)
    return field.to


def check_links(object_type: ObjectType, drafts: Sequence[Draft], changed: set[str], *, by: Actor) -> None:
    """A link is made only to a record that exists and that its maker may see."""
    named: dict[str, set[int]] = defaultdict(set)
    uses: list[tuple[Draft, str, str, int]] = []
    for field in object_type.all_fields:
        if not field.names_records or field.name in FOLLOWING or field.name not in changed:
            continue
        for draft in drafts:
            for key, record_id in added(draft, field):
                if record_id != by.user_id or key != "user":  # the actor is there, and is met most often
                    named[key].add(record_id)
                    uses.append((draft, field.name, key, record_id))
    found = {key: existing(key, ids, by=by) for key, ids in named.items()}
    for draft, name, key, record_id in uses:
        if record_id not in found[key]:
            draft.fail(name, _("There is no such record, or you may not see it."))
        elif draft.id == record_id and key == object_type.key:
            draft.fail(name, _("A record cannot be linked to itself."))


def added(draft: Draft, field: Field) -> Iterable[Reference]:
    """Return the records that a field names now and did not name before: what was there may be in the bin by now."""
    before, now = draft.changes().get(field.name, (None, None))
    if draft.is_new or not now:
        return field.references(now) if now else ()
    known = set(field.references(before))
    return [reference for reference in field.references(now) if reference not in known]


def existing(key: str, ids: set[int], *, by: Actor) -> set[int]:
    if key not in registry:
        return set()
    return set(reach(registry.get(key), by=by).filter(Among(ids)).values_list("pk", flat=True))


def check_unique(object_type: ObjectType, drafts: Sequence[Draft], changed: set[str]) -> None:
    """Two records of an object never share the value of a unique field, the bin apart."""
    for field in object_type.all_fields:
        if not field.unique or field.name not in changed:
            continue
        wanted: dict[Any, Draft] = {}
        for draft in drafts:
            _before, value = draft.changes().get(field.name, (None, None))
            if field.is_empty(value):
                continue
            if value in wanted:
                draft.fail(field.name, _("Another row of the same batch has this value."))
            else:
                wanted[value] = draft
        taken = holders(object_type, field, list(wanted))
        for value, draft in wanted.items():
            if taken.get(value, draft.id) != draft.id:
                draft.fail(field.name, _("Another record has this value already."))


def holders(object_type: ObjectType, field: Field, values: list[Any]) -> dict[Any, int]:
    """Return which record holds each of `values`. Uniqueness spans what the actor cannot see, so nothing else is told."""
    if not values:
        return {}
    from odnos.engine.access.tripwire import Mark

    everywhere = object_type.model._base_manager.filter(Mark(object_type), deleted_at__isnull=True)
    everywhere = annotated(object_type, everywhere, field.columns)
    return dict(everywhere.filter(Among(values, field.column)).values_list(field.column, "pk"))
