"""Dashboards to begin with: what a representative, a manager, a marketer and a director look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.saved import kept, tiles
from odnos.analytics.saved.beginnings import BEGINNINGS, may_use
from odnos.analytics.saved.tiles import Tile
from odnos.analytics.saved.wording import CLOSED, LOST, OPEN, WON, asked, by, figure, share
from odnos.engine.access.actor import Actor
from odnos.objects.labels import Label

MONTH, YEAR = "this_month", "this_year"
KNOWN = {item.key: item for item in BEGINNINGS}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One tile of a preset: its title, what it asks, and how wide and high it is."""

    title: Label
    report: Report
    w: int = 6
    h: int = 4


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A dashboard that comes with the product. `whose` narrows it to one's own or the team's records, `roles` see it first."""

    key: str
    name: Label
    words: Label
    parts: tuple[Part, ...]
    whose: str = ""
    roles: tuple[str, ...] = ()


def number(
    title: Label, key: str, measure: Measure, *, where: str = "", period: tuple[str, str] | None = None
) -> Part:
    """Return a tile with one figure, beside that of the period before where it has a period."""
    report = asked(key, (measure,), where=where, period=period, chart="number", compared=bool(period))
    return Part(title=title, report=report, w=3, h=2)


def ready(key: str, *, w: int = 6, h: int = 4, **changed: object) -> Part:
    """Return a tile with one of the reports that come with the product."""
    item = KNOWN[key]
    return Part(title=item.title, report=replace(item.report, **changed), w=w, h=h)  # type: ignore[arg-type]


REVENUE = number(_("Revenue"), "deal", figure("sum", "amount"), where=WON, period=("closed_on", MONTH))
WON_DEALS = number(_("Deals won"), "deal", figure(), where=WON, period=("closed_on", MONTH))
CONVERSION = number(_("Win rate"), "deal", share(WON, CLOSED, _("Win rate")), period=("closed_on", MONTH))
PIPELINE = number(_("Open deals"), "deal", figure("sum", "amount"), where=OPEN)
FORECAST = Part(
    title=_("Forecast: open deals by the month in which they close"),
    report=asked(
        "deal",
        (figure("sum", "amount"),),
        (by("closes_on", "month"),),
        (by("stage"),),
        where=OPEN,
        chart="stacked",
    ),
)
DONE_TODAY = number(
    _("Tasks done today"), "task", figure(), where="is_done.is:true", period=("done_at", "today")
)
DUE = number(_("Late tasks"), "task", figure(), where="is_done.is:false,due_on.within:overdue")
NEW_CONTACTS = number(_("New contacts"), "contact", figure(), period=("created_at", MONTH))
NEW_COMPANIES = number(_("New companies"), "company", figure(), period=("created_at", MONTH))
NEW_LEADS = number(_("New leads"), "lead", figure(), period=("created_at", MONTH))
CUSTOMERS = number(
    _("Customers who bought"), "deal", figure("distinct", "company"), where=WON, period=("closed_on", MONTH)
)
PRODUCTS = Part(
    title=_("Products side by side"),
    report=asked(
        "deal_line",
        (figure("sum", "total"),),
        (by("deal.closed_on", "month"),),
        (by("product"),),
        where="deal.status.is:won",
        period=("deal.closed_on", YEAR),
        chart="line",
    ),
)
CLOSED_BY_PERSON = Part(
    title=_("Deals closed by person"),
    report=asked(
        "deal",
        (
            figure(where=WON, label=_("Won")),
            figure("sum", "amount", WON, label=_("Turnover")),
            share(WON, CLOSED, _("Win rate")),
            figure("average", "amount", WON, label=_("Average deal")),
            figure(where=LOST, label=_("Lost")),
        ),
        (by("owner"),),
        where=CLOSED,
        period=("closed_on", MONTH),
        order="-measure:1",
        chart="table",
    ),
)
CREATED_BY_PERSON = Part(
    title=_("Deals created by person"),
    report=asked(
        "deal",
        (figure(), figure("sum", "amount")),
        (by("owner"),),
        period=("created_at", MONTH),
        chart="table",
    ),
)
LEADS = Part(
    title=_("Leads by source"),
    report=asked(
        "lead",
        (
            figure(label=_("Leads")),
            figure(where="converted_at.not_empty", label=_("Converted")),
            share("converted_at.not_empty", "", _("Conversion")),
        ),
        (by("source"),),
        period=("created_at", YEAR),
        order="-measure:0",
        chart="table",
    ),
)
PRESETS: tuple[Preset, ...] = (
    Preset(
        key="representative",
        name=_("My day"),
        words=_("For representatives: what was done today, what is late, what is open and what was won."),
        whose="mine",
        roles=("representative",),
        parts=(
            DONE_TODAY,
            DUE,
            PIPELINE,
            REVENUE,
            ready("pipeline", w=7),
            ready("lost_reasons", w=5),
            ready("average_deal", w=6),
            FORECAST,
        ),
    ),
    Preset(
        key="manager",
        name=_("My team"),
        words=_("For managers: who sells what, where deals stand, and where deadlines slip."),
        whose="team",
        roles=("manager",),
        parts=(
            REVENUE,
            WON_DEALS,
            CONVERSION,
            DUE,
            replace(CLOSED_BY_PERSON, w=8),
            ready("late_tasks", w=4),
            ready("won_by_month", w=7),
            replace(CREATED_BY_PERSON, w=5),
            ready("pipeline"),
            ready("tasks_done"),
            ready("slipping"),
            ready("days_to_win"),
        ),
    ),
    Preset(
        key="marketer",
        name=_("Where customers come from"),
        words=_("For marketers: new contacts and leads, and which sources bring deals that are won."),
        parts=(
            NEW_CONTACTS,
            NEW_LEADS,
            NEW_COMPANIES,
            CUSTOMERS,
            ready("new_contacts", w=7),
            replace(LEADS, w=5),
            ready("win_rate"),
            ready("customers"),
            replace(PRODUCTS, w=12),
        ),
    ),
    Preset(
        key="director",
        name=_("The company"),
        words=_("For directors: revenue, pipeline, conversion, forecast and customers."),
        roles=("administrator", "analyst"),
        parts=(
            REVENUE,
            PIPELINE,
            CONVERSION,
            CUSTOMERS,
            ready("won_by_month", w=7),
            ready("pipeline", w=5),
            FORECAST,
            PRODUCTS,
            replace(CLOSED_BY_PERSON, w=7),
            ready("sold_products", w=5),
        ),
    ),
)


def get(key: str) -> Preset | None:
    return next((item for item in PRESETS if item.key == key), None)


def for_role(role: str) -> Preset:
    """Return the preset that people of a role see first."""
    return next((item for item in PRESETS if role in item.roles), PRESETS[0])


def tiles_of(preset: Preset, *, by: Actor) -> tuple[Tile, ...]:
    """Return the tiles of a preset that somebody may ask, one after another from the upper left."""
    found: tuple[Tile, ...] = ()
    for place, part in enumerate(usable(preset.parts, by=by)):
        made = Tile(
            key=f"t{place + 1}", w=part.w, h=part.h, title=str(part.title), ask=kept.spoken(part.report)
        )
        found = tiles.below(found, made)
    return found


def usable(parts: Sequence[Part], *, by: Actor) -> Iterator[Part]:
    return (part for part in parts if may_use(part.report, by=by))
