"""The builder as its template draws it: each line of the form with what it could be instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.analytics.reports.definition import Dimension, Grain, Measure, MeasureKind, Shown
from odnos.analytics.reports.lengths import WORDS
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import text
from odnos.engine.filters.words import PERIODS
from odnos.engine.records import read
from odnos.objects.context import Context
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.lists import chips, offers
from odnos.web.pages.reports import fields, lengths, looks, targets
from odnos.web.pages.reports.asked import Asked

KINDS: Mapping[MeasureKind, Label] = {
    "count": gettext_lazy("Number of records"),
    "sum": gettext_lazy("Sum"),
    "average": gettext_lazy("Average"),
    "median": gettext_lazy("Median"),
    "lower_quartile": gettext_lazy("Lower quartile"),
    "upper_quartile": gettext_lazy("Upper quartile"),
    "min": gettext_lazy("Smallest"),
    "max": gettext_lazy("Largest"),
    "distinct": gettext_lazy("Different values"),
    "ratio": gettext_lazy("Ratio"),
}
SHOWN: Mapping[Shown, Label] = {
    "value": gettext_lazy("as it is"),
    "share": gettext_lazy("as a share of the total"),
    "running": gettext_lazy("added up"),
    "change": gettext_lazy("as the change to the period before"),
}
GRAINS: Mapping[Grain, Label] = {
    "hour": gettext_lazy("by hour"),
    "day": gettext_lazy("by day"),
    "week": gettext_lazy("by week"),
    "month": gettext_lazy("by month"),
    "quarter": gettext_lazy("by quarter"),
    "year": gettext_lazy("by year"),
    "weekday": gettext_lazy("by weekday"),
}
SPANS = (
    "today",
    "this_week",
    "this_month",
    "last_month",
    "this_quarter",
    "last_quarter",
    "this_year",
    "last_year",
    "last_7_days",
    "last_30_days",
    "last_90_days",
    "last_12_months",
)
COMPARED: Mapping[str, Label] = {
    "": gettext_lazy("with nothing"),
    "before": gettext_lazy("with the period before"),
    "year_before": gettext_lazy("with the year before"),
}
FEW = 200


def builder(asked: Asked, *, by: Actor, ctx: Context) -> dict[str, Any]:
    """Return the context of the builder's form."""
    report, kind = asked.report, safe(asked.kind, by=by)
    return {
        "objects": [(item.key, str(item.plural)) for item in fields.objects(by)],
        "figures": [figure(place, item, kind, by=by) for place, item in enumerate(report.measures)],
        "kinds": [(key, str(label)) for key, label in KINDS.items()],
        "shown": [(key, str(label)) for key, label in SHOWN.items()],
        "splits": [
            *(split(item, "row", kind, by=by) for item in report.rows),
            *(split(item, "column", kind, by=by) for item in report.columns),
        ],
        "dimensions": fields.grouped(kind, fields.is_dimension, by=by),
        "days": fields.grouped(kind, fields.is_day, by=by),
        "chips": [
            chips.chip(kind, node, "", titled(asked, by=by, ctx=ctx))
            for node in chips.top(report.where)
            if node.to_json() != {"all": []}
        ],
        "filter": text.dump(report.where),
        "spans": spans(asked),
        "compared": list(COMPARED.items()),
        "looks": looks.looks(report),
        "look": looks.fitting(report),
        "target": targets.written(report, kind),
        "target_is_share": targets.is_share(report.measures[0], kind),
        **parameters(by=by, ctx=ctx),
    }


def titled(asked: Asked, *, by: Actor, ctx: Context) -> Context:
    """Return the context with the titles of the records that the filter names."""
    from odnos.engine.records import said

    names = set(said.named(asked.kind, asked.report.where, ctx))
    return by.context(ctx.at, read.titles(names, by=by)) if names else ctx


def figure(place: int, item: Measure, kind: ObjectType, *, by: Actor) -> dict[str, Any]:
    """Return one line of figures: its choices, and its condition as text."""
    path, since = lengths.of(item) if item.since else (".".join(item.path), "")
    fits = fields.is_counted if item.kind == "distinct" else fields.is_measured
    where = item.of.where if item.of else item.where
    days = fields.grouped(kind, fields.is_day, by=by) if item.kind in WORDS else []
    return {
        "place": place,
        "kind": item.kind,
        "kind_place": list(KINDS).index(item.kind),
        "path": path,
        "fields": [
            *(fields.grouped(kind, fits, by=by, chosen="" if since else path)),
            *(lengths.ends(days) if days else ()),
        ]
        if item.kind not in ("count", "ratio")
        else [],
        "since": since,
        "beginnings": lengths.beginnings(days, kind, since) if since else [],
        "shown": item.shown,
        "label": item.label,
        "where": text.dump(where),
        "is_ratio": item.kind == "ratio",
        "of": side(item.of),
        "by": side(item.by),
        "by_where": text.dump(item.by.where) if item.by else "",
        "sides": sides(kind, by=by) if item.kind == "ratio" else [],
    }


def side(item: Measure | None) -> str:
    return ":".join(part for part in (item.kind, ".".join(item.path)) if part) if item else "count"


def sides(kind: ObjectType, *, by: Actor) -> list[fields.Group]:
    """Return what can be divided: numbers of records and of different values, and sums and averages of each number."""
    numbers = [item for item in fields.every(kind, by=by) if fields.is_measured(item)]
    groups: list[fields.Group] = [("", [("count", str(KINDS["count"]))])]
    for how in ("sum", "average"):
        options = [
            (f"{how}:{item.path}", " › ".join(part for part in (item.through, item.label) if part))
            for item in numbers
        ]
        groups.append((str(KINDS[how]), options))
    different = [item for item in fields.every(kind, by=by) if fields.is_counted(item) and not item.through]
    how = str(KINDS["distinct"])
    groups.append((how, [(f"distinct:{item.path}", f"{how}: {item.label}") for item in different]))
    return groups


def split(item: Dimension, place: str, kind: ObjectType, *, by: Actor) -> dict[str, Any]:
    path = ".".join(item.path)
    found = fields.kind_of(kind, item.path)
    grains = [(key, str(label)) for key, label in GRAINS.items() if key != "hour" or found == "moment"]
    return {
        "path": path,
        "place": place,
        "fields": fields.grouped(kind, fields.is_dimension, by=by, chosen=path),
        "grain": item.grain,
        "grains": grains if found in fields.DAYS else [],
        "is_number": found in fields.NUMBERS,
        "bins": "; ".join(f"{edge:f}" for edge in item.bins),
    }


def spans(asked: Asked) -> dict[str, Any]:
    """Return the periods to choose from; days that were written stand as they are."""
    period = asked.report.period
    written = asked.span or (period.span if period else "")
    first, dots, last = written.partition("..")
    return {
        "path": ".".join(period.path) if period else "",
        "value": "days" if dots else written,
        "first": first if dots else "",
        "last": last,
        "offered": offered_spans(written if not dots else ""),
    }


def offered_spans(written: str = "") -> list[tuple[str, str]]:
    words = [*SPANS, *([written] if written and written not in SPANS else [])]
    return [(word, span_label(word)) for word in words]


def span_label(word: str) -> str:
    """Return how a period is called at the head of a select."""
    first, dots, last = word.partition("..")
    return f"{first} – {last}" if dots else str(PERIODS.get(word, word.replace("_", " ")))


def parameters(*, by: Actor, ctx: Context) -> dict[str, Any]:
    """Return whose records can be chosen: one's own, somebody's, a team's."""
    people = offers.of(registry.get("user"), by=by, ctx=ctx, limit=FEW)
    teams = offers.of(registry.get("team"), by=by, ctx=ctx, limit=FEW)
    return {
        "people": [("", _("Everybody")), ("me", _("Me")), *people],
        "teams": [("", _("All teams")), *([("mine", _("My team"))] if by.team_id else []), *teams],
    }
