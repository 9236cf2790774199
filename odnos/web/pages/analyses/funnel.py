"""The page of the funnel: how far deals came, how long they stayed, why they were lost, and how that goes over time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics import store
from odnos.analytics.analyses import funnel, outcomes, velocity
from odnos.analytics.analyses.funnel import Asked, Funnel, Shares, Stage
from odnos.analytics.analyses.outcomes import Outcome, Outcomes
from odnos.analytics.analyses.velocity import Length
from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports import earlier, spans
from odnos.analytics.reports.result import Head
from odnos.domains.deals.objects import LOST_REASONS
from odnos.engine.filters.tree import Condition
from odnos.web.jinja import render
from odnos.web.pages.analyses import asking, closed
from odnos.web.pages.analyses.funnel_asked import (
    GRAINS,
    ORDERS,
    SPLITS,
    WINDOWS,
    link,
    pipelines_of,
    read_asked,
)
from odnos.web.pages.insights import state

DAYS = Decimal(86400)


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the funnel that the address asks for."""
    visit = request.visit  # type: ignore[attr-defined]
    pipelines = pipelines_of(visit)
    asked, given = read_asked(request, pipelines)
    context: dict[str, Any] = {
        "tabs": state.tabs("funnel"),
        "given": given,
        "choices": {
            "pipeline": pipelines,
            "span": asking.SPANS,
            "order": ORDERS,
            "window": WINDOWS,
            "split": SPLITS,
            "grain": GRAINS,
        },
    }
    if asked is None:
        return render(request, "pages/analysis_funnel.html", context)
    found, why = asking.tried(lambda: answers(asked, given, visit))
    context |= {"failed": why} if found is None else shown(*found, given, visit)
    return render(request, "pages/analysis_funnel.html", context)


def answers(
    asked: Asked, given: dict[str, str], visit: Any
) -> tuple[Funnel, Shares, Outcomes, dict[str, Length]]:
    """Return the funnel, how far deals came in the period before, what became of them over time, and how long they took.

    All is asked before the first answer is waited for.
    """
    put: dict[str, Any] = {"by": visit.by, "at": visit.at, "store": store.store()}
    only = Condition(("pipeline",), "is", asked.pipeline)
    books = outcomes.begin_books(where=only, **put)
    found = funnel.begin(asked, books=books, **put)
    before = funnel.begin_shares(then, **put) if (then := earlier_of(asked, visit)) else tuple
    over_time = outcomes.begin_closings(given["grain"], span=asked.span, where=only, books=books, **put)
    lengths = velocity.begin_to_close(span=asked.span, where=only, **put)
    return found(), before(), over_time(), dict(lengths())


def earlier_of(asked: Asked, visit: Any) -> Asked | None:
    """Return what is asked over the days before, as many of them as have passed of these, if the days have an end."""
    today = visit.by.context(visit.at).today
    span = spans.span_of(asked.span, today=today) if asked.span else spans.OPEN
    if not span.is_closed:
        return None
    start, end = spans.closed(earlier.compared(span, "before", until=today + spans.DAY).then)
    return replace(asked, span=f"{start}..{end - spans.DAY}", split="")


def shown(
    found: Funnel,
    before: Shares,
    over_time: Outcomes,
    lengths: dict[str, Length],
    given: dict[str, str],
    visit: Any,
) -> dict[str, Any]:
    """Return the answers as the page shows them, each figure with the way to its deals."""
    behind = closed.Closed(pipeline=found.asked.pipeline, span=found.span)
    return {
        "funnel": found,
        "is_empty": not found.entered and not over_time.groups,
        "chart": chart(found, given),
        "stages": [stage_row(found, place, before, given, visit) for place in range(len(found.stages))],
        "reasons": reasons(found, given),
        "groups": [group_row(group, given, visit) for group in found.groups],
        "names": [stage.name for stage in found.stages],
        "dynamics": dynamics(over_time, behind) if over_time.groups else None,
        "periods": [outcome_row(item, behind, visit) for item in over_time.groups],
        "together": outcome_row(over_time.total, behind, visit) if over_time.groups else None,
        "lengths": [
            length_row(lengths[key], name, behind.href(key), visit)
            for key, name in (("won", _("Won")), ("lost", _("Lost")))
            if key in lengths
        ],
        "immature": found.maturity,
        "as_of": asking.as_of(found.as_of, visit),
    }


def length_row(item: Length, name: str, href: str, visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    stays = {
        key: asking.stay(scaled(getattr(item, key)), locale=locale)
        for key in ("mean", "low", "median", "high")
    }
    return {"name": name, "count": (asking.count(item.count, locale=locale), href), **stays}


def scaled(days: Decimal | None) -> Decimal | None:
    return None if days is None else days * DAYS


def chart(found: Funnel, given: dict[str, str]) -> Chart:
    head = Head(label=_("Deals"))
    links = tuple(link(given, "reached", stage=place) for place in range(len(found.stages)))
    now = Series(_("This period"), tuple(stage.reached for stage in found.stages), head, links)
    return Chart(
        kind="funnel",
        title=_("Funnel"),
        categories=tuple(stage.name for stage in found.stages),
        series=(now,),
    )


def stage_row(found: Funnel, place: int, before: Shares, given: dict[str, str], visit: Any) -> dict[str, Any]:
    stage: Stage = found.stages[place]
    locale = visit.by.locale
    earlier = before[place] if place < len(before) else None
    reached, left = (link(given, "reached", stage=place), link(given, "left", stage=place))
    return {
        "name": stage.name,
        "reached": (asking.count(stage.reached, locale=locale), reached),
        "amount": (asking.amount(stage.amount, visit), reached),
        "step": (asking.percent(stage.step_rate, locale=locale), reached),
        "total": (asking.percent(stage.total_rate, locale=locale), reached),
        "before": asking.percent(earlier, locale=locale),
        "open": (asking.count(stage.still_open, locale=locale), link(given, "open", stage=place)),
        "lost": (asking.count(stage.lost, locale=locale), link(given, "lost", stage=place)),
        "low": (asking.stay(stage.stay.low, locale=locale), left),
        "median": (asking.stay(stage.stay.median, locale=locale), left),
        "high": (asking.stay(stage.stay.high, locale=locale), left),
    }


def reasons(found: Funnel, given: dict[str, str]) -> list[dict[str, Any]]:
    """Return why deals were lost, by the stage in which they were."""
    known = dict(LOST_REASONS)
    return [
        {
            "stage": stage.name,
            "reason": str(known.get(reason, reason)) or _("(empty)"),
            "number": number,
            "href": link(given, "lost", stage=place, reason=reason),
        }
        for place, stage in enumerate(found.stages)
        for reason, number in stage.reasons
    ]


def group_row(group: funnel.Group, given: dict[str, str], visit: Any) -> dict[str, Any]:
    locale, value = visit.by.locale, group.value
    last = len(group.reached) - 1
    return {
        "text": group.text,
        "reached": [
            (asking.count(number, locale=locale), link(given, "reached", stage=place, group=value))
            for place, number in enumerate(group.reached)
        ],
        "total": (
            asking.percent(group.total_rate, locale=locale),
            link(given, "reached", stage=last, group=value),
        ),
        "open": (asking.count(group.still_open, locale=locale), link(given, "open", group=value)),
        "lost": (asking.count(group.lost, locale=locale), link(given, "lost", group=value)),
        "is_immature": group.maturity.is_immature,
    }


def dynamics(over_time: Outcomes, behind: closed.Closed) -> Chart:
    head = Head(label=_("Win rate"), unit="percent")
    rates = tuple(item.win_rate for item in over_time.groups)
    links = tuple(behind.href("won", item.where) for item in over_time.groups)
    return Chart(
        kind="line",
        title=_("Win rate over time"),
        categories=tuple(item.text for item in over_time.groups),
        series=(Series(_("Win rate"), rates, head, links),),
        immature=tuple(place for place, item in enumerate(over_time.groups) if item.maturity.is_immature),
        in_time=True,
    )


def outcome_row(item: Outcome, behind: closed.Closed, visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    won, lost = (behind.href(status, item.where) for status in ("won", "lost"))
    return {
        "text": item.text or _("(empty)"),
        "won": (asking.count(item.won, locale=locale), won),
        "lost": (asking.count(item.lost, locale=locale), lost),
        "rate": (asking.percent(item.win_rate, locale=locale), won),
        "amount": (asking.amount(item.amount, visit), won),
        "mean": (asking.amount(item.mean_won, visit), won),
        "days": (asking.stay(scaled(item.days_won), locale=locale), won),
        "left": item.maturity.left_truncated,
        "right": item.maturity.right_censored,
    }
