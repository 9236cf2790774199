"""Erasing a person: looked for first, taken away in one transaction, and then out of the files themselves."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit import trail
from odnos.engine.outbox import jobs
from odnos.engine.privacy import accounts, allowed, files, person, physical, rows, subjects, sweeping
from odnos.engine.privacy.models import Erasure
from odnos.engine.privacy.needles import Needles
from odnos.engine.privacy.person import Person

State, Mode = Erasure.State, Erasure.Mode


class Busy(RuntimeError):
    """An import that holds the person is still at work; it is tried again later."""


def check_held(found: Person, *, by: Actor) -> None:
    """Raise Denied for who must not go: oneself, and whom something holds, such as the last administrator."""
    for row in found.rows:
        if row.reference == ("user", by.user_id):
            raise Denied(_("You cannot erase yourself."))
        if subjects.of(row.type.key) and row.type.key == "user":
            for hold in row.type.held:
                if reason := hold(row):
                    raise Denied(reason)


def begin(object_key: str, record_id: int, *, mode: str, by: Actor, at: dt.datetime) -> Erasure:
    """Have the worker erase a person, or make them anonymous. Raises Denied, NotFound."""
    allowed.check(by)
    check_held(person.find(object_key, record_id), by=by)
    with transaction.atomic():
        same = Erasure.objects.filter(
            object_key=object_key, record_id=record_id, state__in=(State.WAITING, State.CLEANING)
        )
        made = same.first() or Erasure.objects.create(
            actor_id=by.user_id,
            object_key=object_key,
            record_id=record_id,
            mode=Mode(mode),
            created_at=at,
        )
        jobs.enqueue("privacy.erase", {"erasure_id": made.pk}, at=at, key=f"erasure:{made.pk}")
    return made


def take_away(erasure: Erasure, *, by: Actor, at: dt.datetime) -> Needles:
    """Take a person out of every table and folder. Returns the words to look for afterwards. Raises Busy, NotFound."""
    found = person.find(erasure.object_key, erasure.record_id)
    held = files.uploads(found)
    if files.busy(held):
        raise Busy(_("An import that holds this person is still at work."))
    physical.secure()
    with transaction.atomic():
        counts, hashes = emptied(found, erasure, by=by, at=at)
        wanted = rows.forget_words(found)
        files.drop_uploads(held, at=at)
        counts |= {"uploads": len(held), "exports": files.drop_exports(found)}
        action = "made_anonymous" if erasure.mode == Mode.ANONYMOUS else "person_erased"
        said = {name: [None, number] for name, number in counts.items() if number}
        for key, record_id in found.references:
            trail.note(action, object_key=key, record_id=record_id, by=by, at=at, diff=said)
        Erasure.objects.filter(pk=erasure.pk).update(state=State.CLEANING, counts=counts)
    files.clear_copies(held)
    files.discard(hashes)
    return wanted


def emptied(
    found: Person, erasure: Erasure, *, by: Actor, at: dt.datetime
) -> tuple[dict[str, Any], list[str]]:
    """Do the part of it that is in the tables; return what was done, and the files that nobody may name any more."""
    hashes = list(files.attached(found.own))
    rows.remove(found.parts)
    for row in found.rows:
        rows.empty(row, anonymous=erasure.mode == Mode.ANONYMOUS, by=by, at=at)
        if row.type.key == "user":
            accounts.close(row.id)
    silenced = rows.silence(found.around, found.needles, by=by, at=at)
    counts: dict[str, Any] = {
        "records": len(found.rows),
        "parts": len(found.parts),
        "texts": len(silenced),
        "entries": rows.wipe_trail(found, by=by, at=at),
        "files": len(set(hashes)),
        "machine": sum(sweeping.sweep(found.needles).values()) + sweeping.forget(found.references),
    }
    return counts, hashes


def prove(erasure: Erasure, needles: Needles | None, *, at: dt.datetime) -> None:
    """Clear what the database keeps of removed rows, and keep the numbers that prove it."""
    proof = physical.clean(needles)
    Erasure.objects.filter(pk=erasure.pk).update(state=State.DONE, proof=proof, finished_at=at, reason="")
