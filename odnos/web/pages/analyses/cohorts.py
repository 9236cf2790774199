"""The page of cohorts: customers by their first purchase, and how many came back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from odnos.analytics import store
from odnos.analytics.analyses import cohorts
from odnos.analytics.analyses.cohorts import Asked, Cohort, Cohorts
from odnos.analytics.analyses.purchases import KINDS
from odnos.analytics.charts.chart import Chart, Series
from odnos.analytics.reports.labels import TIMES
from odnos.analytics.reports.result import Head
from odnos.analytics.reports.spans import following
from odnos.objects.context import Context
from odnos.web.jinja import render
from odnos.web.pages.analyses import asking, behind
from odnos.web.pages.insights import state

PATH = "/insights/cohorts"
GRAINS = (
    ("month", gettext_lazy("Month")),
    ("week", gettext_lazy("Week")),
    ("quarter", gettext_lazy("Quarter")),
)


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show the cohorts that the address asks for."""
    visit = request.visit  # type: ignore[attr-defined]
    asked, given = read_asked(request)
    found, why = asking.tried(lambda: cohorts.cohorts(asked, by=visit.by, at=visit.at, store=store.store()))
    context: dict[str, Any] = {
        "tabs": state.tabs("cohorts"),
        "given": given,
        "choices": {"grain": GRAINS, "span": asking.SPANS, "customer": asking.CUSTOMERS},
        "failed": why,
    }
    if found is not None:
        context |= shown(found, given, visit)
    return render(request, "pages/analysis_cohorts.html", context)


@require_http_methods(["GET", "POST"])
def customers(request: HttpRequest) -> HttpResponse:
    """List the customers behind a cell."""
    visit = request.visit  # type: ignore[attr-defined]
    asked, given = read_asked(request)
    age = asking.whole(request.GET, "age", cohorts.MOST) or 0
    back = (_("Cohorts"), asking.address(PATH, **given))
    try:
        start = dt.date.fromisoformat(request.GET.get("start", ""))
        title = title_of(asked, start, age, visit.ctx())
    except (ValueError, OverflowError):
        return behind.listed(request, lambda _most: ([], 0), title=_("Customers"), back=back)
    put: dict[str, Any] = {"by": visit.by, "at": visit.at, "store": store.store()}
    return behind.listed(
        request,
        lambda most: cohorts.customers(asked, start, age, most=most, **put),
        title=title,
        back=back,
        kinds=(asked.customer,) if asked.customer else KINDS,
    )


def title_of(asked: Asked, start: dt.date, age: int, ctx: Context) -> str:
    """Return what the people of a cell have in common. Raises OverflowError behind the last day there is."""
    first = TIMES[asked.grain](start, ctx)
    if not age:
        return _("First purchase: %(first)s") % {"first": first}
    later = TIMES[asked.grain](following(start, asked.grain, age), ctx)
    return _("First purchase: %(first)s, bought again: %(later)s") % {"first": first, "later": later}


def read_asked(request: HttpRequest) -> tuple[Asked, dict[str, str]]:
    given = request.GET
    words = {
        "grain": asking.chosen(given, "grain", GRAINS, "month"),
        "span": asking.days_of(given, "last_12_months"),
        "customer": asking.chosen(given, "customer", asking.CUSTOMERS, ""),
        "first": given.get("first", "")[:10],
        "last": given.get("last", "")[:10],
    }
    asked = Asked(grain=words["grain"], span=words["span"], customer=words["customer"])  # type: ignore[arg-type]
    return asked, words


def shown(found: Cohorts, given: dict[str, str], visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    ages = max((len(item.cells) for item in found.cohorts), default=0)
    return {
        "is_empty": not found.cohorts,
        "chart": chart(found, ages, given),
        "ages": list(range(ages)),
        "rows": [row(item, ages, given, visit) for item in found.cohorts],
        "together": [asking.percent(found.retention(age), locale=locale) for age in range(ages)],
        "as_of": asking.as_of(found.as_of, visit),
    }


def row(item: Cohort, ages: int, given: dict[str, str], visit: Any) -> dict[str, Any]:
    locale = visit.by.locale
    return {
        "text": item.text,
        "size": asking.count(item.size, locale=locale),
        "amount": asking.amount(
            sum((cell.amount for cell in item.cells), start=item.cells[0].amount * 0), visit
        ),
        "cells": [
            {
                "number": asking.count(cell.customers, locale=locale),
                "part": asking.percent(item.retention(age), locale=locale),
                "href": link(item, age, given),
                "is_immature": cell.is_immature,
            }
            for age, cell in enumerate(item.cells)
        ],
        "blank": ages - len(item.cells),
    }


def link(item: Cohort, age: int, given: dict[str, str]) -> str:
    return asking.address(f"{PATH}/customers", **given, start=item.start.isoformat(), age=str(age))


def chart(found: Cohorts, ages: int, given: dict[str, str]) -> Chart:
    head = Head(label=_("Bought again"), unit="percent")
    return Chart(
        kind="cohort",
        title=_("Who came back"),
        categories=tuple(str(age) for age in range(ages)),
        series=tuple(
            Series(
                item.text,
                tuple(item.retention(age) for age in range(ages)),
                head,
                tuple(link(item, age, given) for age in range(len(item.cells))),
            )
            for item in found.cohorts
        ),
    )
