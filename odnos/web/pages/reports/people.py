"""Figures of each person side by side: what they did, what they sold, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics.charts import figures
from odnos.analytics.reports import counted
from odnos.analytics.reports.result import Line, Result
from odnos.analytics.saved import people
from odnos.analytics.saved.narrowing import whose
from odnos.analytics.saved.people import Column
from odnos.engine.filters.tree import both
from odnos.lib import text
from odnos.objects.context import Context
from odnos.web.jinja import render
from odnos.web.pages.reports import answer, drawn, shown
from odnos.web.pages.reports.answer import Failed
from odnos.web.pages.reports.shown import Cell, Row, Title

USUAL = "this_month"


@dataclass(frozen=True)
class Told:
    """A column and the place of its figures in an answer."""

    column: Column
    result: Result
    place: int


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Show the figures of everybody whose records the reader may see."""
    visit = request.visit  # type: ignore[attr-defined]
    span = request.GET.get("span", USUAL)[:30]
    team = "mine" if request.GET.get("team") == "mine" and visit.by.team_id else ""
    context: dict[str, Any] = {
        "span": span,
        "team": team,
        "spans": drawn.offered_spans(span),
        "teams": [("", _("All teams")), *([("mine", _("My team"))] if visit.by.team_id else [])],
        "href": request.get_full_path(),
        "is_waiting": not request.headers.get("HX-Request"),
    }
    if context["is_waiting"] and "now" not in request.GET:
        return render(request, "pages/report_people.html", context)
    context |= table(request, span, team)
    block = "figures" if request.headers.get("HX-Request") else ""
    return render(request, "pages/report_people.html", context | {"is_waiting": False}, block=block)


def table(request: HttpRequest, span: str, team: str) -> dict[str, Any]:
    """Return the table: a row for each person, a column for each figure; what has no answer is told instead."""
    visit = request.visit  # type: ignore[attr-defined]
    ctx: Context = visit.ctx()
    found: list[Told] = []
    for columns in together(people.columns(span, who=visit.by)):
        result = answered(columns, team, request)
        if isinstance(result, Failed):
            return {"failed": result}
        found += [Told(column, result, place) for place, column in enumerate(columns)]
    heads = [Title(label=str(item.column.label)) for item in found]
    groups = [
        Title(label=str(label), span=len(list(some)))
        for label, some in groupby(item.column.group for item in found)
    ]
    return {
        "splits": [Title(label=_("Person"))],
        "across": groups,
        "heads": heads,
        "rows": rows(found, ctx),
        "total": Row(names=(), cells=[cell(item, item.result.total, ctx) for item in found], kind="total"),
        "as_of": shown.as_of(min(item.result.as_of for item in found), ctx) if found else "",
    }


def together(columns: Sequence[Column]) -> list[list[Column]]:
    """Return columns in their order, those in a row that are about the same records together: they are asked for at once."""
    found: list[list[Column]] = []
    for column in columns:
        last = found[-1][-1] if found else None
        if (
            last
            and last.ask is column.ask
            and replace(last.report, measures=column.report.measures) == column.report
        ):
            found[-1].append(column)
        else:
            found.append([column])
    return found


def answered(columns: Sequence[Column], team: str, request: HttpRequest) -> Result | Failed:
    first = columns[0].report
    narrowed = replace(
        first,
        where=both(first.where, *whose(counted.get(first.object_key), "", team)),
        measures=tuple(item.report.measures[0] for item in columns),
    )
    return answer.answer(narrowed, request, ask=columns[0].ask)


def rows(found: Sequence[Told], ctx: Context) -> list[Row]:
    """Return a row for each person of whom any column tells, in the order of their names."""
    lines = [{line.groups[0].value: line for line in item.result.lines if line.groups} for item in found]
    names = {value: line.groups[0].text for some in lines for value, line in some.items()}
    ordered = sorted(names, key=lambda value: (value is None, text.fold(names[value])))
    return [
        Row(
            names=[names[value]],
            cells=[cell(item, some.get(value), ctx) for item, some in zip(found, lines, strict=True)],
        )
        for value in ordered
    ]


def cell(item: Told, line: Line | None, ctx: Context) -> Cell:
    if line is None:
        return Cell(text=figures.NONE)
    result, place = item.result, item.place
    figure = line.figures[-1][place]
    about = counted.get(result.report.object_key)
    href = shown.href(about, line.drill, (), result.report.measures[place]) if figure else ""
    return Cell(text=figures.full(figure, result.measures[place], locale=ctx.locale), href=href)
