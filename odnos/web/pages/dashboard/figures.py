"""The tiles of figures. Every number leads to the list of exactly what it counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from babel import Locale
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from odnos.domains.deals import figures as deals
from odnos.domains.deals.figures import Closing, Pair, Part, Step, Sums
from odnos.domains.deals.objects import DEAL, PIPELINE
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters.tree import Condition, both
from odnos.engine.records import read
from odnos.lib import money
from odnos.lib.money import Money
from odnos.web.pages.dashboard import mine
from odnos.web.pages.dashboard.span import Span, label_of, quarter_of
from odnos.web.render.charts import Point

MONTHS, PEOPLE, STUCK = 12, 8, 6
TONES = ("hue-1", "hue-0", "hue-10", "hue-7", "hue-6", "hue-4", "hue-8", "hue-2")


def tiles(span: Span, *, by: Actor, at: dt.datetime) -> dict[str, Any]:
    """Return everything that is counted."""
    path = deals.steps()
    open_ = deals.open_now(path, span.node, by=by, at=at)
    won = deals.won(span.days, span.node, by=by, at=at)
    stretch = last_months(span.last_day, MONTHS)
    first = min(stretch[0][0], span.days[0], span.before[0])
    closings = deals.closings((first, max(stretch[-1][1], span.days[1])), span.node, by=by, at=at)
    lost = deals.closed(closings, "lost", span.days)
    before = deals.closed(closings, "won", span.before)
    return {
        "figures": [
            *now(open_, span, by),
            won_tile(deals.together(won), before, span, by),
            rate(deals.together(won).number, lost.number, span),
        ],
        **funnel(path, open_, won, span, by=by, at=at),
        **months(stretch, closings, span, by=by),
        "people": people(deals.by_owner(won), deals.by_owner(open_), span, by),
        "earlier": None if won or lost.number else earlier(span, by=by, at=at),
        **stuck(path, span, by=by, at=at),
    }


def earlier(span: Span, *, by: Actor, at: dt.datetime) -> dict[str, Any] | None:
    """Return the last quarter in which anything was closed, when it lies before the period shown, and where it is shown."""
    day = deals.last_closing(span.node, by=by, at=at)
    if day is None or day >= span.days[0]:
        return None
    period = quarter_of(day)
    return {"label": label_of(period, locale=by.locale), "href": span.address(period=period)}


def now(open_: Sequence[Part], span: Span, by: Actor) -> list[dict[str, Any]]:
    sums, href = deals.together(open_), span.deals(deals.is_open())
    likely = deals.weighted(open_)
    found = [tile(_("Open deals"), sums.total, by, icon="deal", href=href, also=count(sums.number))]
    if deals.may_know({"amount", "probability"}, by=by):
        also = _("by probability")
        found.append(tile(_("Weighted forecast"), likely, by, icon="trend", href=href, also=also))
    return found


def won_tile(won: Sums, before: Sums, span: Span, by: Actor) -> dict[str, Any]:
    href = span.deals(deals.closed_in("won", span.days), "-closed_on")
    found = tile(_("Won"), won.total, by, icon="won", href=href, also=count(won.number))
    currency = main_currency([won, before], by)
    return found | {"delta": change(won.of(currency), before.of(currency))}


def change(now_: Any, before: Any) -> tuple[str, str]:
    """Return the direction and the words of a comparison with the same days of the period before."""
    if not before:
        return "", ""
    percent = round(100 * (now_ - before) / before)
    words = _("%(percent)s%% on the same days before") % {"percent": abs(percent)}
    return ("up" if percent > 0 else "down" if percent < 0 else ""), words


def rate(won: int, lost: int, span: Span) -> dict[str, Any]:
    closed = won + lost
    said = _("%(won)s of %(closed)s closed") % {"won": won, "closed": closed}
    asked = both(Condition(("status",), "in", ["won", "lost"]), deals.closed_within(span.days))
    percent = _("%(percent)s%%") % {"percent": round(100 * won / closed)} if closed else "—"
    return {
        "label": _("Win rate"),
        "text": percent,
        "icon": "percent",
        "also": said if closed else _("nothing closed yet"),
        "href": span.deals(asked, "-closed_on"),
        "delta": ("", ""),
    }


def funnel(
    path: Sequence[Step],
    parts: Sequence[Part],
    won_parts: Sequence[Part],
    span: Span,
    *,
    by: Actor,
    at: dt.datetime,
) -> dict[str, Any]:
    """Return the stages of one pipeline: what stands in each, and how much of what left it went on."""
    pipelines = read.query(PIPELINE, by=by, at=at, sort="position", columns=("name",)).rows
    chosen = next(
        (row for row in pipelines if str(row.id) == span.pipeline), pipelines[0] if pipelines else None
    )
    if chosen is None:
        return {"funnel": [], "pipelines": []}
    stages = [step for step in path if step.pipeline == chosen.id]
    open_ = [step for step in stages if step.kind == "open"]
    sums = deals.by_stage(parts)
    went = deals.went_on(stages, span.days, span.node, by=by, at=at)
    ids = {step.id for step in stages}
    won = deals.together(part for part in won_parts if part.stage in ids)
    most = max([*(sums[step.id].number for step in open_ if step.id in sums), won.number, 1])
    rows = [
        stage_row(
            step, sums.get(step.id, Sums()), went.get(step.id), most, TONES[place % len(TONES)], span, by
        )
        for place, step in enumerate(open_)
    ]
    return {
        "funnel": [*rows, won_row(chosen.id, won, most, span, by)],
        "pipelines": [
            (row.title, span.address(pipeline=str(row.id)), row.id == chosen.id) for row in pipelines
        ],
    }


def won_row(pipeline: int, won: Sums, most: int, span: Span, by: Actor) -> dict[str, Any]:
    asked = both(Condition(("pipeline",), "is", pipeline), deals.closed_in("won", span.days))
    return {
        "label": _("Won in the period"),
        "tone": "good",
        "value": won.number,
        "most": most,
        "text": amounts(won.total, by),
        "rate": count(won.number),
        "href": span.deals(asked, "-closed_on"),
    }


def stage_row(
    step: Step, sums: Sums, went: float | None, most: int, tone: str, span: Span, by: Actor
) -> dict[str, Any]:
    said = count(sums.number)
    if went is not None:
        said = _("%(deals)s · %(percent)s%% go on") % {"deals": said, "percent": round(100 * went)}
    href = span.deals(Condition(("stage",), "is", step.id))
    return {
        "label": step.name,
        "tone": tone,
        "value": sums.number,
        "most": most,
        "text": amounts(sums.total, by),
        "rate": said,
        "href": href,
    }


def months(stretch: Sequence[Pair], closings: Sequence[Closing], span: Span, *, by: Actor) -> dict[str, Any]:
    """Return the bars of twelve months up to the period's end, in the currency that most was won in."""
    won = [deals.closed(closings, "won", days) for days in stretch]
    currency = main_currency(won, by)
    names = Locale.parse(by.locale).months["stand-alone"]["abbreviated"]
    points = [
        Point(
            label=str(names[days[0].month]).rstrip("."),
            value=weight(sums, currency, by),
            text=" · ".join(filter(None, (amounts(sums.total, by), count(sums.number)))),
            href=span.deals(deals.closed_in("won", days), "-closed_on"),
            tone="good" if days == stretch[-1] else "accent",
        )
        for days, sums in zip(stretch, won, strict=True)
    ]
    unit = currency if deals.may_know({"amount"}, by=by) else _("deals")
    return {"months": points, "months_unit": unit, "months_empty": not any(sums.number for sums in won)}


def last_months(today: dt.date, number: int) -> list[Pair]:
    """Return the first days of the last `number` months with those of the months after them."""
    every = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(number - 1, -2, -1)]
    firsts = [dt.date(year, month + 1, 1) for year, month in every]
    return list(pairwise(firsts))


def people(
    won: dict[int | None, Sums], open_: dict[int | None, Sums], span: Span, by: Actor
) -> list[dict[str, Any]]:
    """Return who won how much in the period and has how much open, the best first."""
    currency = main_currency([*won.values(), *open_.values()], by)
    names = read.titles([("user", owner) for owner in {*won, *open_} if owner], by=by)
    order = sorted(
        {*won, *open_},
        key=lambda owner: (
            -weight(won.get(owner, Sums()), currency, by),
            -weight(open_.get(owner, Sums()), currency, by),
        ),
    )
    most = max([weight(sums, currency, by) for sums in won.values()] or [0.0])
    return [
        person(
            owner,
            names.get(("user", owner or 0)) or _("Nobody"),
            won.get(owner, Sums()),
            open_.get(owner, Sums()),
            span,
            by,
        )
        | {"value": weight(won.get(owner, Sums()), currency, by), "most": most}
        for owner in order[:PEOPLE]
    ]


def weight(sums: Sums, currency: str, by: Actor) -> float:
    """Return how long a bar is: what the deals are worth, or for those who may not know it, how many they are."""
    return float(sums.of(currency) if deals.may_know({"amount"}, by=by) else sums.number)


def person(owner: int | None, name: str, won: Sums, open_: Sums, span: Span, by: Actor) -> dict[str, Any]:
    theirs = Condition(("owner",), "is", owner) if owner else Condition(("owner",), "empty")
    return {
        "name": name,
        "won": amounts(won.total, by),
        "won_number": won.number,
        "won_href": span.deals(both(deals.closed_in("won", span.days), theirs), "-closed_on"),
        "open": amounts(open_.total, by),
        "open_number": open_.number,
        "open_href": span.deals(both(deals.is_open(), theirs)),
    }


def stuck(path: Sequence[Step], span: Span, *, by: Actor, at: dt.datetime) -> dict[str, Any]:
    """Return the deals that stand in their stage for too long, the longest first."""
    asked = deals.stuck(path, at=at)
    known = safe(DEAL, by=by).by_name
    names = [
        name for name in ("name", "stage", "amount", "closes_on", "stage_since", "owner") if name in known
    ]
    page = read.query(
        DEAL, by=by, at=at, filter=both(asked, span.node), sort="stage_since", columns=names, limit=STUCK
    )
    ctx = by.context(at, read.titles(page.references(("stage", "owner")), by=by))
    rows = []
    for row in page.rows:
        days = (at - row["stage_since"]).days
        waited = ngettext("%(num)s day", "%(num)s days", days) % {"num": days}
        shown = mine.deal(row, ctx)
        stage, owner = (DEAL.field(name).text(row[name], ctx) for name in ("stage", "owner"))
        rows.append(shown | {"sub": " · ".join((stage, waited, owner))})
    return {"stuck": rows, "stuck_count": page.count, "stuck_href": span.deals(asked)}


def tile(label: str, total: list[Money], by: Actor, *, icon: str, href: str, also: str) -> dict[str, Any]:
    first = shown(total[0], by) if total else amounts(total, by)
    others = [shown(item, by) for item in total[1:]]
    return {
        "label": label,
        "text": first or also,
        "icon": icon,
        "also": " · ".join((*others, also)) if first else "",
        "href": href,
        "delta": ("", ""),
    }


def amounts(total: Sequence[Money], by: Actor) -> str:
    """Return one amount per currency as the reader writes them; nothing for those who may not know it."""
    return " + ".join(shown(item, by) for item in total) or ("0" if deals.may_know({"amount"}, by=by) else "")


def shown(amount: Money, by: Actor) -> str:
    return money.show(amount, locale=by.locale, digits=0)


def count(number: int) -> str:
    return ngettext("%(num)s deal", "%(num)s deals", number) % {"num": number}


def main_currency(every: Sequence[Sums], by: Actor) -> str:
    """Return the company's own currency, or if nothing is in it the one of the largest amount."""
    codes = {code: sums.of(code) for sums in every for code in sums.by_currency}
    return by.currency if by.currency in codes or not codes else max(codes, key=lambda code: codes[code])
