"""The page of the funnel: how far deals came, how long they stayed, why they were lost, and how that goes over time."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from odnos.analytics import store
from odnos.analytics.analyses import funnel, outcomes, velocity
from odnos.analytics.analyses.funnel import Asked, Funnel, Stage
from odnos.analytics.analyses.outcomes import Outcome, Outcomes
from odnos.analytics.analyses.velocity import Length
from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports import spans
from odnos.analytics.reports.result import Head
from odnos.domains.deals.objects import LOST_REASONS
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.analyses import asking
from odnos.web.pages.insights import state

PATH = "/insights/funnel"
DAYS = Decimal(86400)
WHAT: dict[str, Literal["reached", "open", "lost"]] = {"open": "open", "lost": "lost"}
ORDERS = (("any", gettext_lazy("In any order")), ("strict", gettext_lazy("No stage left out")))
WINDOWS = (
    ("", gettext_lazy("However long it takes")),
    ("30", gettext_lazy("Within 30 days")),
    ("60", gettext_lazy("Within 60 days")),
    ("90", gettext_lazy("Within 90 days")),
    ("180", gettext_lazy("Within 180 days")),
)
SPLITS = (
    ("", gettext_lazy("Not told apart")),
    ("person", gettext_lazy("Person")),
    ("team", gettext_lazy("Team")),
    ("channel", gettext_lazy("Channel")),
    ("product", gettext_lazy("Product")),
    ("company", gettext_lazy("Company")),
    ("month", gettext_lazy("Month in which they began")),
    ("quarter", gettext_lazy("Quarter in which they began")),
)
GRAINS = (
    ("month", gettext_lazy("Month")),
    ("quarter", gettext_lazy("Quarter")),
    ("week", gettext_lazy("Week")),
)


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


@require_GET
def deals(request: HttpRequest) -> HttpResponse:
    """List the deals behind a figure of the funnel."""
    visit = request.visit  # type: ignore[attr-defined]
    asked, given = read_asked(request, pipelines_of(visit))
    place = asking.whole(request.GET, "stage", 100) or 0
    what = WHAT.get(request.GET.get("what", ""), "reached")
    back = (_("Funnel"), href(PATH, given))
    if asked is None:
        return asking.listed(request, [], 0, title=_("Deals"), back=back)
    found, _why = asking.tried(
        lambda: funnel.records(
            asked,
            place,
            what,
            by=visit.by,
            at=visit.at,
            store=store.store(),
            most=asking.MOST,
        )
    )
    ids, number = found or ([], 0)
    return asking.listed(request, [("deal", one) for one in ids], number, title=_("Deals"), back=back)


def pipelines_of(visit: Any) -> list[tuple[str, str]]:
    rows = read.query(registry.get("pipeline"), by=visit.by, at=visit.at, sort="position", limit=100).rows
    return [(str(row.id), str(row.title)) for row in rows]


def read_asked(request: HttpRequest, pipelines: list[tuple[str, str]]) -> tuple[Asked | None, dict[str, str]]:
    """Return what the address asks for, None without a pipeline, and the address in words."""
    given = request.GET
    pipeline = asking.chosen(given, "pipeline", pipelines, pipelines[0][0] if pipelines else "")
    words = {
        "pipeline": pipeline,
        "span": asking.days_of(given, "last_12_months"),
        "order": asking.chosen(given, "order", ORDERS, "any"),
        "window": asking.chosen(given, "window", WINDOWS, ""),
        "split": asking.chosen(given, "split", SPLITS, ""),
        "grain": asking.chosen(given, "grain", GRAINS, "month"),
        "first": given.get("first", "")[:10],
        "last": given.get("last", "")[:10],
    }
    if not pipeline:
        return None, words
    window = int(words["window"]) if words["window"] else None
    asked = Asked(
        pipeline=int(pipeline),
        span=words["span"],
        order=words["order"],  # type: ignore[arg-type]
        window=window,
        split=words["split"],
    )
    return asked, words


def href(path: str, given: dict[str, str], **more: Any) -> str:
    words = given if not (given["first"] and given["last"]) else {**given, "span": ""}
    return asking.address(path, **words, **more)


def answers(
    asked: Asked, given: dict[str, str], visit: Any
) -> tuple[Funnel, Funnel | None, Outcomes, dict[str, Length]]:
    """Return the funnel, that of the period before, what became of deals over time, and how long they took."""
    put: dict[str, Any] = {"by": visit.by, "at": visit.at, "store": store.store()}
    only = Condition(("pipeline",), "is", asked.pipeline)
    found = funnel.funnel(asked, **put)
    before = None
    if found.span.is_closed:
        start, end = spans.closed(spans.before(found.span))
        earlier = replace(asked, span=f"{start}..{end - spans.DAY}", split="")
        before = funnel.funnel(earlier, **put)
    over_time = outcomes.closings(given["grain"], span=asked.span, where=only, **put)
    return found, before, over_time, dict(velocity.to_close(span=asked.span, where=only, **put))


def shown(
    found: Funnel,
    before: Funnel | None,
    over_time: Outcomes,
    lengths: dict[str, Length],
    given: dict[str, str],
    visit: Any,
) -> dict[str, Any]:
    """Return the answers as the page shows them."""
    locale = visit.by.locale
    return {
        "funnel": found,
        "is_empty": not found.entered and not over_time.groups,
        "chart": chart(found, given),
        "stages": [stage_row(found, place, before, given, visit) for place in range(len(found.stages))],
        "reasons": reasons(found),
        "groups": [group_row(group, locale=locale) for group in found.groups],
        "names": [stage.name for stage in found.stages],
        "dynamics": dynamics(over_time) if over_time.groups else None,
        "periods": [outcome_row(item, visit) for item in (*over_time.groups, over_time.total)],
        "lengths": [
            {
                "name": name,
                "count": asking.count(lengths[key].count, locale=locale),
                "mean": asking.stay(scaled(lengths[key].mean), locale=locale),
                "low": asking.stay(scaled(lengths[key].low), locale=locale),
                "median": asking.stay(scaled(lengths[key].median), locale=locale),
                "high": asking.stay(scaled(lengths[key].high), locale=locale),
            }
            for key, name in (("won", _("Won")), ("lost", _("Lost")))
            if key in lengths
        ],
        "immature": found.maturity,
        "as_of": asking.as_of(found.as_of, visit),
    }


def scaled(days: Decimal | None) -> Decimal | None:
    return None if days is None else days * DAYS


def chart(found: Funnel, given: dict[str, str]) -> Chart:
    head = Head(label=_("Deals"))
    links = tuple(
        href(f"{PATH}/deals", given, stage=place, what="reached") for place in range(len(found.stages))
    )
    now = Series(_("This period"), tuple(stage.reached for stage in found.stages), head, links)
    return Chart(
        kind="funnel",
        title=_("Funnel"),
        categories=tuple(stage.name for stage in found.stages),
        series=(now,),
    )


def stage_row(
    found: Funnel, place: int, before: Funnel | None, given: dict[str, str], visit: Any
) -> dict[str, Any]:
    stage: Stage = found.stages[place]
    locale = visit.by.locale
    earlier = before.stages[place] if before and place < len(before.stages) else None

    def link(what: str) -> str:
        return href(f"{PATH}/deals", given, stage=place, what=what)

    return {
        "name": stage.name,
        "reached": (asking.count(stage.reached, locale=locale), link("reached")),
        "amount": asking.amount(stage.amount, visit),
        "step": asking.percent(stage.step_rate, locale=locale),
        "total": asking.percent(stage.total_rate, locale=locale),
        "before": asking.percent(earlier.total_rate if earlier else None, locale=locale),
        "open": (asking.count(stage.still_open, locale=locale), link("open")),
        "lost": (asking.count(stage.lost, locale=locale), link("lost")),
        "low": asking.stay(stage.stay.low, locale=locale),
        "median": asking.stay(stage.stay.median, locale=locale),
        "high": asking.stay(stage.stay.high, locale=locale),
    }


def reasons(found: Funnel) -> list[dict[str, Any]]:
    """Return why deals were lost, by the stage in which they were."""
    known = dict(LOST_REASONS)
    return [
        {"stage": stage.name, "reason": str(known.get(reason, reason)) or _("(empty)"), "number": number}
        for stage in found.stages
        for reason, number in stage.reasons
    ]


def group_row(group: funnel.Group, *, locale: str) -> dict[str, Any]:
    return {
        "text": group.text,
        "reached": [asking.count(number, locale=locale) for number in group.reached],
        "total": asking.percent(group.total_rate, locale=locale),
        "open": asking.count(group.still_open, locale=locale),
        "lost": asking.count(group.lost, locale=locale),
        "is_immature": group.maturity.is_immature,
    }


def dynamics(over_time: Outcomes) -> Chart:
    head = Head(label=_("Win rate"), unit="percent")
    return Chart(
        kind="line",
        title=_("Win rate over time"),
        categories=tuple(item.text for item in over_time.groups),
        series=(Series(_("Win rate"), tuple(item.win_rate for item in over_time.groups), head),),
        immature=tuple(place for place, item in enumerate(over_time.groups) if item.maturity.is_immature),
        in_time=True,
    )


def outcome_row(item: Outcome, visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    return {
        "text": item.text or _("Total"),
        "won": asking.count(item.won, locale=locale),
        "lost": asking.count(item.lost, locale=locale),
        "rate": asking.percent(item.win_rate, locale=locale),
        "amount": asking.amount(item.amount, visit),
        "mean": asking.amount(item.mean_won, visit),
        "days": asking.stay(scaled(item.days_won), locale=locale),
        "left": item.maturity.left_truncated,
        "right": item.maturity.right_censored,
    }
