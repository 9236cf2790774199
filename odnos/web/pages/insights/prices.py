"""Insights into prices: what other prices for some segments of customers would have made of the last twelve months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.analytics import store
from odnos.analytics.findings import asked, segmented
from odnos.analytics.findings.segmented import Segments
from odnos.analytics.findings.terms import Reading
from odnos.analytics.models.whatif import Change, Effect, NoOutcome, Outcome
from odnos.engine.records import read
from odnos.objects import fields as f
from odnos.objects.registry import registry
from odnos.web.jinja import render
from odnos.web.pages.analyses import asking
from odnos.web.pages.insights import state, words

HUNDRED = Decimal(100)
MOST = 50
"""Segments that have a line of their own in the form; the others follow the change for all."""
PRODUCTS = 200


@dataclass(frozen=True)
class Asked:
    """What the address says: what is told apart by which field, the change for all, the changes by segment, the margin now (None where it is not known)."""

    source: str
    by: str
    product: int
    change: Change
    changes: Mapping[str, Change]
    margin: Decimal | None
    errors: dict[str, list[Any]]


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Show what each segment bought; with other prices, before and after."""
    visit = request.visit  # type: ignore[attr-defined]
    given, offered = read_asked(request)
    context: dict[str, Any] = {
        "tabs": state.tabs("prices"),
        "sources": [("order", _("Orders that were placed or paid")), ("deal", _("Deals that were won"))],
        "fields": offered,
        "products": [("", _("All products")), *products_of(visit)],
        "given": {**request.GET.dict(), "source": given.source, "by": given.by, "product": given.product},
        "errors": given.errors,
    }
    if given.by:
        found, why = asking.tried(
            lambda: segmented.segments(
                asked.SOURCES[given.source],  # type: ignore[index]
                given.by,
                product=given.product,
                by=visit.by,
                at=visit.at,
                store=store.store(),
            )
        )
        context |= {"failed": why} if found is None else shown(found, given, dict(offered)[given.by], visit)
    return render(request, "pages/insights_prices.html", context)


def products_of(visit: Any) -> list[tuple[str, str]]:
    rows = read.query(registry.get("product"), by=visit.by, at=visit.at, sort="name", limit=PRODUCTS).rows
    return [(str(row.id), str(row.title)) for row in rows]


def read_asked(request: HttpRequest) -> tuple[Asked, list[tuple[str, str]]]:
    """Return what the address asks, and the fields that can be asked by."""
    taken = Reading(request.GET.dict())
    source = taken.one_of("source", tuple(asked.SOURCES))
    offered = segmented.fields(asked.SOURCES[source], by=request.visit.by)  # type: ignore[attr-defined,index]
    by = taken.written("by")
    product = taken.ids("product")
    every = Change(
        part=part(taken, "price"),
        elasticity=taken.number("elasticity", Decimal(0), Decimal(-10), Decimal(10)),
        leaving=taken.number("leaving", Decimal(0), Decimal(0), HUNDRED) / HUNDRED,
    )
    own = {
        key: replace(every, part=part(taken, name))
        for name in request.GET
        if (key := name.removeprefix("price.")) != name and taken.written(name)
    }
    margin = (
        taken.number("margin", Decimal(0), Decimal(0), HUNDRED) / HUNDRED if taken.written("margin") else None
    )
    asks = by if by in dict(offered) else next((path for path, _label in offered), "")
    return Asked(source, asks, product[0] if product else 0, every, own, margin, taken.errors), offered


def part(taken: Reading, name: str) -> Decimal:
    return taken.number(name, Decimal(0), Decimal(-99), Decimal(500)) / HUNDRED


def shown(found: Segments, given: Asked, field: str, visit: Any) -> dict[str, Any]:
    locale, currency = visit.by.locale, visit.by.context(visit.at).currency
    known = {one.key for one in found.segments}
    changes = {key: change for key, change in given.changes.items() if key in known}
    context: dict[str, Any] = {
        "is_empty": not found.segments,
        "without": found.without,
        "unconverted": found.unconverted,
        "as_of": f.Moment("as_of").text(found.as_of, visit.ctx()),
    }
    try:
        made = segmented.what_if(found, changes, otherwise=given.change, margin=given.margin)
    except NoOutcome as why:
        return {**context, "no_effect": words.no_outcome(why)}
    is_tried = not given.errors and any(
        change.part or change.leaving for change in (given.change, *changes.values())
    )
    names = {one.key: one.name for one in found.segments}
    return {
        **context,
        "is_tried": is_tried,
        "rows": [
            row(effect, names[effect.before.group], given, locale=locale, currency=currency)
            for effect in made.effects[:MOST]
        ],
        "more": max(0, len(made.effects) - MOST),
        "total": total(made, locale=locale, currency=currency),
        "has_margin": given.margin is not None,
        "assumed": assumed(given, changes, names, field, locale=locale) if is_tried else [],
    }


def row(effect: Effect, name: str, given: Asked, *, locale: str, currency: str) -> dict[str, Any]:
    """Return a segment before and after, with the change that it has of its own."""
    key = effect.before.group
    own = given.changes.get(key)
    return {
        "input": f"price.{key}",
        "own": "" if own is None else words.figure(float(own.part * HUNDRED), locale=locale),
        "name": name,
        "quantity": words.figure(float(effect.before.quantity), locale=locale, digits=0),
        "after": words.figure(float(effect.after.quantity), locale=locale, digits=0),
        "turnover": money(effect.before.turnover, effect.after.turnover, locale=locale, currency=currency),
        "margin": "—" if effect.margin is None else signed(effect.margin, locale=locale, currency=currency),
    }


def total(made: Outcome, *, locale: str, currency: str) -> dict[str, Any]:
    margin = made.margin_after - made.margin_before
    return {
        "turnover": money(made.turnover_before, made.turnover_after, locale=locale, currency=currency),
        "margin": "—" if made.without_cost else signed(margin, locale=locale, currency=currency),
    }


def money(before: Decimal, after: Decimal, *, locale: str, currency: str) -> dict[str, str]:
    return {
        "before": words.amount(before, currency, locale=locale),
        "after": words.amount(after, currency, locale=locale),
        "change": signed(after - before, locale=locale, currency=currency),
    }


def signed(value: Decimal, *, locale: str, currency: str) -> str:
    """Return an amount with its sign, which a change has either way."""
    shown_ = words.amount(value, currency, locale=locale)
    return f"+{shown_}" if value.quantize(Decimal(1)) > 0 else shown_


def assumed(
    given: Asked, changes: Mapping[str, Change], names: Mapping[str, str], field: str, *, locale: str
) -> list[str]:
    """Return the assumptions in words."""

    def told(value: Decimal) -> str:
        return words.percent(float(value), locale=locale, digits=1)

    said = [
        _(
            "The last twelve whole months are taken for the measure; customers are told apart by %(field)s as it is now."
        )
        % {"field": field},
        *(
            _("The price for %(segment)s changes by %(part)s.")
            % {"segment": names[key], "part": told(change.part)}
            for key, change in changes.items()
        ),
        (
            _("For all others the price changes by %(part)s.")
            if changes
            else _("The price changes by %(part)s.")
        )
        % {"part": told(given.change.part)},
        _("The quantity follows with an elasticity of %(number)s: your assumption, not found in the data.")
        % {"number": words.figure(float(given.change.elasticity), locale=locale)},
        _("Nobody moves from one segment to another because of it."),
    ]
    if given.change.leaving:
        said.append(
            _("%(part)s of the quantity is lost whatever the price.")
            % {"part": words.percent(float(given.change.leaving), locale=locale)}
        )
    if given.margin is not None:
        said.append(
            _("%(part)s of the turnover is margin now, and the cost of a piece stays.")
            % {"part": words.percent(float(given.margin), locale=locale)}
        )
    return said
