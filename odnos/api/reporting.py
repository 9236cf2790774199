"""`/api/v1/reports/run`: the answer to a report, within the caller's rights."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from odnos.analytics import reports
from odnos.analytics.reports import fitting
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.earlier import Compared
from odnos.analytics.reports.result import Figure, Group, Head, Line, Result
from odnos.analytics.reports.spans import DAY, Span, closed
from odnos.analytics.saved import kept, narrowing
from odnos.analytics.saved.objects import REPORT
from odnos.analytics.store import store
from odnos.api import answers, bodies, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.problems import at_field
from odnos.engine.filters import text
from odnos.engine.filters.tree import Node
from odnos.engine.records import read

NARROW = ("span", "person", "team")
DIGITS = re.compile(r"[0-9]{1,18}")


def get(call: Call) -> HttpResponse:
    """Answer the report that `ask` writes, the same JSON that POST takes, or the kept one `report`; of `span`, `person` and `team`."""
    given = parameters.taken(call.request, ("ask", "report", *NARROW))
    report = kept_report(call, given["report"]) if "report" in given else written(given.get("ask", ""))
    people = {name: who(given, name, own) for name, own in (("person", "me"), ("team", "mine"))}
    return answered(call, narrowing.narrowed(report, span=given.get("span", "")[:30], **people))


def written(ask: str) -> Report:
    if not ask:
        raise at_field(400, "ask", _("Say what is asked, as JSON."))
    return kept.parse(ask)


def kept_report(call: Call, number: str) -> Report:
    """Return a kept report, without what speaks of fields that are hidden from the caller. Raises NotFound, Unreadable."""
    if not DIGITS.fullmatch(number):
        raise at_field(400, "report", _("This must be a whole number."))
    report = kept.parse(read.get(REPORT, int(number), by=call.by)["definition"] or "")
    return fitting.fitted(report, by=call.by).report or report


def who(given: Mapping[str, str], name: str, own: str) -> str:
    """Return a person or a team: a number, or the word for one's own; "" for everybody."""
    value = given.get(name, "")
    if value and value != own and not DIGITS.fullmatch(value):
        raise at_field(400, name, _("This must be a number, or “%(word)s”.") % {"word": own})
    return value


def post(call: Call) -> HttpResponse:
    """Answer the report in the body. Nothing is written."""
    parameters.taken(call.request, ())
    return answered(call, kept.understood(bodies.of(call.request)))


def answered(call: Call, report: Report) -> HttpResponse:
    return answers.json(shown(reports.run(report, by=call.by, at=call.at, store=store())))


def shown(result: Result) -> dict[str, Any]:
    """Return an answer as JSON. Whole numbers are numbers, all others texts, so that they stay exact."""
    return {
        "report": kept.to_json(result.report),
        "words": result.words,
        "as_of": result.as_of.isoformat().replace("+00:00", "Z"),
        "dimensions": [head(item) for item in result.dimensions],
        "measures": [head(item) for item in result.measures],
        "across": [[group(item) for item in groups] for groups in result.across],
        "lines": [line(item) for item in result.lines],
        "total": line(result.total),
        "cut": result.cut,
        "unconverted": result.unconverted,
        "immature": list(result.immature),
        "immature_across": list(result.immature_across),
        "compared": compared(result.compared) if result.compared else None,
        "before": shown(result.before) if result.before else None,
    }


def compared(item: Compared) -> dict[str, Any]:
    """Return the days that are compared, with which, the last one of each included."""
    return {"days": days(item.now), "with": days(item.then), "is_cut": item.is_cut}


def days(span: Span) -> list[str]:
    start, end = closed(span)
    return [start.isoformat(), (end - DAY).isoformat()]


def head(item: Head) -> dict[str, Any]:
    return {"label": item.label, "unit": item.unit, "currency": item.currency or None}


def group(item: Group) -> dict[str, Any]:
    value = number(item.value) if isinstance(item.value, Decimal) else item.value
    return {"value": value, "text": item.text, "is_other": item.is_other, "filter": filter_of(item.where)}


def line(item: Line) -> dict[str, Any]:
    return {
        "groups": [group(one) for one in item.groups],
        "figures": [figures(some) for some in item.figures],
        "filter": filter_of(item.drill),
    }


def figures(some: Sequence[Figure]) -> list[Any]:
    return [number(figure) if isinstance(figure, Decimal) else figure for figure in some]


def number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def filter_of(node: Node | None) -> str | None:
    return None if node is None else text.dump(node)


view = endpoint(get=get, post=post)
