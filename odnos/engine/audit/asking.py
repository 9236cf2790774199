"""Asking the trail: who did what, to which record, when. Administrators ask about everybody, others about themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Max, Min, Q, QuerySet

from odnos.engine.access.actor import Actor
from odnos.engine.audit.models import Block, Entry

FEW = 1000
BATCH = 1000


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of the trail; what is None or empty is not asked. `since` and `until` are a half-open span."""

    actor_id: int | None = None
    object_key: str = ""
    record_id: int | None = None
    action: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def page(question: Question, *, by: Actor, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Return the newest entries that fit, older than the entry `before`."""
    found = narrowed(asked(question, by=by))
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:limit])


def everything(question: Question, *, by: Actor) -> Iterator[Sequence[Entry]]:
    """Yield all entries that fit in batches, the oldest first, in steady memory."""
    found, last = asked(question, by=by).order_by("pk"), 0
    while batch := list(found.filter(pk__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].pk


def asked(question: Question, *, by: Actor) -> QuerySet[Entry]:
    """Return the entries that fit and that `by` may ask about."""
    found = Entry.objects.all()
    if not by.is_administrator:
        found = found.filter(actor_id=by.user_id or 0)
    if question.actor_id is not None:
        found = found.filter(actor_id=question.actor_id)
    if question.object_key:
        found = found.filter(object_key=question.object_key)
    if question.record_id is not None:
        found = found.filter(record_id=question.record_id)
    if question.action:
        found = found.filter(action=question.action)
    return found.filter(within(question))


def within(question: Question) -> Q:
    """Return the condition of the period: its blocks say among which entries to look, so that no index of moments is kept."""
    condition, overlapping = Q(), Q()
    if question.since:
        condition &= Q(at__gte=question.since)
        overlapping &= Q(last_at__gte=question.since)
    if question.until:
        condition &= Q(at__lt=question.until)
        overlapping &= Q(first_at__lt=question.until)
    if not condition:
        return condition
    span = Block.objects.filter(overlapping).aggregate(first=Min("after_id"), last=Max("upto_id"))
    end = Block.objects.aggregate(last=Max("upto_id"))["last"] or 0
    sealed = Q(pk__gt=span["first"], pk__lte=span["last"]) if span["last"] is not None else Q(pk__in=[])
    return condition & (sealed | Q(pk__gt=end))


def narrowed(found: QuerySet[Entry]) -> QuerySet[Entry]:
    """Return the same entries by their ids where they are few, so that the newest need not be looked for among all."""
    if not found.query.where:
        return found
    ids = list(found.order_by().values_list("pk", flat=True)[: FEW + 1])
    return found if len(ids) > FEW else Entry.objects.filter(pk__in=ids)
