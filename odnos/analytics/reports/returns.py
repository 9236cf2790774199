"""Sales to customers and what followed: each won deal of a company, and whether the company bought again.

Again is from anybody whose deals the asker may see: a customer whom a colleague took over is kept. Of the customers to whom
somebody sold in a quarter, those who bought again in the next one are the different customers of the sales that were
followed so.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import both, reached
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.definition import Grain
from odnos.analytics.store.answer import Dialect
from odnos.objects import fields as f
from odnos.objects.registry import registry

KEY = "customer_sale"
DEAL = "deal"
STRETCHES: tuple[Grain, ...] = ("month", "quarter", "year")
EVERY = "CAST({0} AS INTEGER)"
MONTH, QUARTER = (
    "extract(year FROM {0}) * 12 + extract(month FROM {0})",
    "extract(year FROM {0}) * 4 + extract(quarter FROM {0})",
)
YEAR = "extract(year FROM {0})"
PLACES: Mapping[Dialect, tuple[str, ...]] = {
    "duckdb": tuple(EVERY.format(item) for item in (MONTH, QUARTER, YEAR)),
    "postgresql": tuple(EVERY.format(item) for item in (MONTH, QUARTER, YEAR)),
    "clickhouse": tuple(
        f"toInt32(assumeNotNull({item}))"
        for item in ("toYear({0}) * 12 + toMonth({0})", "toYear({0}) * 4 + toQuarter({0})", "toYear({0})")
    ),
}
"""By dialect, the numbers of the months, quarters and years, without a gap, in which a day lies."""


def every() -> list[Counted]:
    """Return the sales, where there are deals."""
    return [sales()] if DEAL in registry else []


@cache
def sales() -> Counted:
    kind = registry.get(DEAL)
    return Counted(
        key=KEY,
        plural_key="customer-sales",
        model=kind.model,
        label=_("Sale to a customer"),
        plural=_("Sales to customers"),
        icon="users",
        title="won_on",
        fields=(
            f.Date("won_on", _("Won on")),
            f.Link("customer", _("Customer"), to="company"),
            f.Link("owner", _("Owner"), to="user"),
            f.Link("team", _("Team"), to="team"),
            f.Boolean("again_month", _("Bought again the next month")),
            f.Boolean("again_quarter", _("Bought again the next quarter")),
            f.Boolean("again_year", _("Bought again the next year")),
            f.Boolean("is_first", _("First sale to this customer")),
            f.Number("days_to_next", _("Days to the next sale")),
            f.Link(DEAL, kind.label, to=DEAL),
        ),
        of=DEAL,
        record=DEAL,
        rows=rows,
        person=("owner",),
        team=("team",),
        made_of=frozenset(("company", "closed_on")),
        known_after={f"again_{stretch}": stretch for stretch in STRETCHES},
    )


def rows(asking: Asking) -> str:
    """Return the SQL of the won deals of companies that the asker reaches."""
    deal, won = asking.alias("t"), asking.alias("r")
    limits = both(
        [
            reached(registry.get(DEAL), deal, asking),
            f"{deal}.status = {asking.value('won')}",
            f"{deal}.company_id IS NOT NULL",
            f"{deal}.closed_on IS NOT NULL",
        ]
    )
    day = f"{deal}.closed_on"
    places = zip(STRETCHES, PLACES[asking.dialect.name], strict=True)
    numbers = ", ".join(f"{place.format(day)} AS n_{stretch}" for stretch, place in places)
    sold = (
        f"SELECT {deal}.id AS id, {deal}.id AS deal_id, {deal}.company_id AS customer_id, {deal}.owner_id AS owner_id,"
        f' {deal}.team_id AS team_id, {day} AS won_on, {numbers} FROM "deal" AS {deal} WHERE {limits}'
    )
    again = ", ".join(f"{bought_again(stretch)} AS again_{stretch}" for stretch in STRETCHES)
    in_order = "OVER (PARTITION BY customer_id ORDER BY won_on, id"
    last = f"max(won_on) {in_order} ROWS BETWEEN 1 FOLLOWING AND 1 FOLLOWING)"
    return (
        "SELECT id, deal_id, customer_id, owner_id, team_id, won_on,"
        f" {again}, row_number() {in_order}) = 1 AS is_first,"
        f" {asking.dialect.days.format('won_on', last)} AS days_to_next FROM ({sold}) AS {won}"
    )


def bought_again(stretch: str) -> str:
    return f"count(*) OVER (PARTITION BY customer_id ORDER BY n_{stretch} RANGE BETWEEN 1 FOLLOWING AND 1 FOLLOWING) > 0"
