"""Coming round to what is due, and sending it: once for each slot, whoever is killed meanwhile."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from odnos.analytics.charts import figures
from odnos.analytics.mailing import composing, counting, delivering, slots, watching
from odnos.analytics.mailing.counting import Counted
from odnos.analytics.mailing.models import Delivery
from odnos.analytics.mailing.objects import SUBSCRIPTION
from odnos.analytics.reports.result import Result
from odnos.engine.access.actor import Actor, actor_for, system_actor
from odnos.engine.access.models import User
from odnos.engine.filters.tree import Condition
from odnos.engine.outbox import jobs, schedules
from odnos.engine.outbox.running import Run
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.lib import letters
from odnos.lib.letters import Letter

OFTEN = dt.timedelta(minutes=5)
State = Delivery.State


@jobs.job("mailing.look")
def look(*, at: dt.datetime) -> None:
    """Put what is due on the list of work. What was subscribed to after a slot began waits for the next one."""
    by = system_actor("reports by mail are for many people")
    active = Condition(("is_active",), "is", True)
    for rows in read.iterate(SUBSCRIPTION, by=by, at=at, filter=active, sort="id"):
        people = {user.pk: user for user in User.objects.filter(pk__in=[row["owner"] for row in rows])}
        for row in rows:
            user = people.get(row["owner"])
            if user is not None and (begun := due(row, user, at=at)) >= row["created_at"]:
                put(row.id, slots.name(begun), at=at)


def due(row: Row, user: User, *, at: dt.datetime) -> dt.datetime:
    return slots.slot(row["rhythm"], int(row["hour"] or 0), at=at, zone=ZoneInfo(user.timezone))


def put(subscription_id: int, slot: str, *, at: dt.datetime) -> Delivery | None:
    """Have a subscription sent for a slot; None if it was put there before."""
    with transaction.atomic():
        if Delivery.objects.filter(subscription_id=subscription_id, slot=slot).exists():
            return None
        made = Delivery.objects.create(subscription_id=subscription_id, slot=slot, at=at)
        jobs.enqueue("mailing.send", {"delivery_id": made.pk}, at=at, key=f"report:{subscription_id}@{slot}")
        return made


@jobs.job("mailing.send", long=True)
def send(run: Run, *, delivery_id: int) -> None:
    """Count a report and put its letter on the list; the letter and the note that it is sent are one transaction."""
    with run.step() as at:
        delivery = Delivery.objects.filter(pk=delivery_id, state=State.WAITING).first()
        found = recipient(delivery, at=at) if delivery else None
        if delivery and not found:
            Delivery.objects.filter(pk=delivery_id).update(state=State.NOBODY)
    if delivery is None or found is None:
        return
    row, user, by = found
    with translation.override(by.locale):
        counted = counting.count(row, by=by, at=at)
        outcome = looked(row, counted)
        letter = written(row, delivery, counted, outcome, user, by=by, at=at)
    with run.step() as now:
        if letter:
            jobs.enqueue(letters.JOB, {"letter": letter.to_json()}, at=now, key=f"mail:{letter.key}")
        state = State.SENT if letter else State.QUIET
        Delivery.objects.filter(pk=delivery_id).update(state=state, figure=outcome[0], is_crossed=outcome[1])


def recipient(delivery: Delivery, *, at: dt.datetime) -> tuple[Row, User, Actor] | None:
    """Return the subscription and who gets it, as they are now; None if there is nobody to send it to."""
    try:
        row = read.get(
            SUBSCRIPTION, delivery.subscription_id, by=system_actor("a report goes to its subscriber")
        )
    except NotFound:
        return None
    user = (
        User.objects.filter(pk=row["owner"], is_active=True, deleted_at__isnull=True)
        .exclude(email="")
        .first()
    )
    if user is None or not row["is_active"]:
        return None
    return row, user, actor_for(user, at=at, source="mail")


Outcome = tuple[Decimal | None, bool | None]
"""The figure of an alert and whether it is crossed; two times None for a report that is sent anyway."""


def looked(row: Row, counted: Counted) -> Outcome:
    if not row["condition"] or counted.result is None:
        return None, None
    figure = figure_of(row, counted.result)
    before = watching.well(row.id)
    return figure, watching.is_crossed(row["condition"], figure, row["threshold"], before)


def figure_of(row: Row, result: Result) -> Decimal | None:
    place = min(int(row["measure"] or 1), len(result.measures)) - 1
    found = result.total.figures[-1][place]
    return None if found is None else Decimal(found)


def written(  # noqa: PLR0913 -- what is sent, to whom, when
    row: Row,
    delivery: Delivery,
    counted: Counted,
    outcome: Outcome,
    user: User,
    *,
    by: Actor,
    at: dt.datetime,
) -> Letter | None:
    """Return the letter; an alert has one when its figure crosses the threshold and one when it is back, none between."""
    news = ""
    if row["condition"] and counted.result is not None:
        last = watching.last(row.id, before=delivery)
        if bool(outcome[1]) == bool(last and last.is_crossed) and not delivery.slot.startswith("now"):
            return None
        news = said(row, counted, counted.result, outcome, by=by)
    key = delivering.key_of(delivery)
    return composing.letter(row, counted, to=user, by=by, at=at, key=key, news=news)


def said(row: Row, counted: Counted, result: Result, outcome: Outcome, *, by: Actor) -> str:
    head = result.measures[min(int(row["measure"] or 1), len(result.measures)) - 1]
    told = {
        "title": counted.title,
        "measure": head.label,
        "figure": figures.full(outcome[0], head, locale=by.locale),
    }
    if outcome[1]:
        return _("Alert: %(title)s, %(measure)s is %(figure)s") % told
    return _("Well again: %(title)s, %(measure)s is %(figure)s") % told


schedules.every("mailing.look", OFTEN)
