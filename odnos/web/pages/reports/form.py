"""The builder's form: read into a definition, and drawn from one. Each figure and each field has a line, in their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any, get_args

from django.http import QueryDict

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import (
    Dimension,
    Grain,
    Measure,
    MeasureKind,
    Period,
    Report,
    Shown,
    Top,
)
from odnos.analytics.saved import kept
from odnos.engine.access.actor import Actor
from odnos.engine.filters import text
from odnos.objects.registry import ObjectType
from odnos.web.given import whole
from odnos.web.pages.reports import fields, lengths, targets

FIGURE = ("m_kind", "m_path", "m_since", "m_shown", "m_where", "m_label", "m_of", "m_by", "m_by_where")
SPLIT = ("d_path", "d_place", "d_grain", "d_bins")
WITHOUT_FIELD = frozenset(("count", "ratio"))
DAYS = re.compile(r"\d{4}-\d{2}-\d{2}")


def report_of(given: QueryDict, *, by: Actor) -> Report:
    """Return the report that the form says; what it leaves out or what does not fit the object is left out."""
    kind = counted.known_to(given.get("object", ""), by=by)
    if given.get("was") and given.get("was") != kind.key:
        return Report(object_key=kind.key)
    gone = given.get("remove", "")
    figures = [
        figure(line, kind, by=by) for place, line in lines(given, FIGURE) if line[0] and gone != f"m{place}"
    ]
    splits = [
        (line[1], split(line, kind)) for place, line in lines(given, SPLIT) if line[0] and gone != f"d{place}"
    ]
    measures = tuple(figures) or (Measure(),)
    return Report(
        object_key=kind.key,
        measures=measures,
        rows=tuple(item for place, item in splits if place != "column"),
        columns=tuple(item for place, item in splits if place == "column"),
        where=text.parse(given.get("filter", "")),
        period=period(given),
        compared=kept.one_of(given.get("compared", ""), ("", "before", "year_before")),
        top=top(given) if splits else None,
        order=tuple(part for part in given.get("order", "").split(",") if part)[:4],
        subtotals="subtotals" in given,
        chart=given.get("chart", "table"),  # type: ignore[arg-type]  # checked by what fits
        target=targets.read(given.get("target", ""), measures[0], kind),
    )


def lines(given: QueryDict, names: Sequence[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the lines of the form: the values that stand at the same place."""
    return list(enumerate(zip_longest(*(given.getlist(name)[:20] for name in names), fillvalue="")))


def figure(line: tuple[str, ...], kind: ObjectType, *, by: Actor) -> Measure:
    how, path, since, shown, where, label, of, over, over_where = line
    if how == "ratio":
        return Measure(
            kind="ratio",
            of=part(of, where),
            by=part(over, over_where),
            label=label[:100],
            shown=shown_as(shown),
        )
    if how in WITHOUT_FIELD:
        path = ""
    elif not path or not (lengths.is_length(kind, how, path) or fits(kind, path, how)):
        path = first_path(kind, how, by=by) or lengths.first(how)
        how = how if path else "count"
    is_length = lengths.is_length(kind, how, path)
    return Measure(
        kind=kept.one_of(how, get_args(MeasureKind)),
        path=kept.path(path) if path != lengths.NOW else (),
        since=lengths.since(kind, since, path, by=by) if is_length else (),
        where=text.parse(where),
        shown=shown_as(shown),
        label=label[:100],
    )


def part(written: str, where: str) -> Measure:
    """Return one side of a ratio, written `sum:amount`; a count has no field."""
    how, _colon, path = (written or "count").partition(":")
    known = ("count", "sum", "average", "distinct")
    return Measure(kind=kept.one_of(how, known), path=kept.path(path), where=text.parse(where))


def shown_as(written: str) -> Any:
    return kept.one_of(written or "value", get_args(Shown))


def fits(kind: ObjectType, path: str, how: str) -> bool:
    found = fields.kind_of(kind, path.split("."))
    return bool(found) and (how == "distinct" or found in fields.NUMBERS)


def first_path(kind: ObjectType, how: str, *, by: Actor) -> str:
    """Return the field that a figure of this kind begins with: the first amount of money, else the first number."""
    test = fields.is_counted if how == "distinct" else fields.is_measured
    found = [item for item in fields.every(kind, by=by) if test(item)]
    found.sort(key=lambda item: (bool(item.through), item.field.system, item.field.kind != "money"))
    return found[0].path if found else ""


def split(line: tuple[str, ...], kind: ObjectType) -> Dimension:
    path, _place, grain, written = line
    found = fields.kind_of(kind, path.split("."))
    is_day = found in fields.DAYS
    known = grain in get_args(Grain) and not (grain == "hour" and found == "date")
    return Dimension(
        path=kept.path(path),
        grain=(grain or "month") if is_day and known else "",  # type: ignore[arg-type]
        bins=bins(written) if found in fields.NUMBERS else (),
    )


def bins(written: str) -> tuple[Decimal, ...]:
    """Return the bounds of bins, as people write them: 100; 1 000; 10 000."""
    found = set()
    for item in re.split(r"[;,]\s*|\s{2,}", written.strip()):
        try:
            number = Decimal(re.sub(r"\s", "", item))
        except InvalidOperation:
            continue
        if number.is_finite():
            found.add(number)
    return tuple(sorted(found))[:50]


def period(given: QueryDict) -> Period | None:
    path = kept.path(given.get("period", ""))
    span = given.get("span", "") or "this_year"
    first, last = given.get("first", ""), given.get("last", "")
    if span == "days":
        both = DAYS.fullmatch(first) and DAYS.fullmatch(last)
        span = f"{min(first, last)}..{max(first, last)}" if both else "this_year"
    return Period(path=path, span=span[:30]) if path else None


def top(given: QueryDict) -> Top | None:
    number = whole(given.get("top"))
    by = whole(given.get("top_by")) or 0
    return Top(number=min(number, 1000), by=by, other="other" in given) if number else None
