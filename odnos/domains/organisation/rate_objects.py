"""Exchange rates, declared. Everybody sees them; administrators and managers keep them. Money itself is never exchanged: figures are."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation.models import ExchangeRate
from odnos.engine.records.draft import Draft
from odnos.lib import money
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

CODES = tuple((code, code) for code in sorted(money.currencies()))
SIZES = frozenset(Decimal(10) ** power for power in range(7))
"""Banks tell what 1, 10, 100 … of a currency are worth; a tenth power keeps the worth of one exact."""


def name_rate(draft: Draft) -> None:
    """A rate is called by its currencies and its day; two of the same name would contradict each other."""
    if all(draft[name] for name in ("currency", "into_currency", "day")):
        draft.set("name", f"{draft['currency']} → {draft['into_currency']}, {draft['day'].isoformat()}")
    if draft["currency"] and draft["currency"] == draft["into_currency"]:
        draft.fail("currency", _("A currency has no rate in itself."))
    if draft["rate"] is not None and draft["rate"] <= 0:
        draft.fail("rate", _("Use a number above zero."))
    if draft["units"] not in SIZES:
        draft.fail("units", _("Use 1, 10, 100 and so on, up to 1,000,000."))


EXCHANGE_RATE = registry.add(
    ObjectType(
        key="exchange_rate",
        plural_key="exchange-rates",
        model=ExchangeRate,
        label=_("Exchange rate"),
        plural=_("Exchange rates"),
        icon="coins",
        fields=(
            f.Text(
                "name",
                _("Name"),
                unique=True,
                readonly=True,
                max_length=40,
                made_of=("currency", "into_currency", "day"),
            ),
            f.Choice("currency", _("Currency"), required=True, choices=CODES),
            f.Date("day", _("From this day on"), required=True),
            f.Number("units", _("So many units"), required=True, default=Decimal(1), most=1_000_000),
            f.Number("rate", _("are worth"), required=True, places=4),
            f.Choice(
                "into_currency", _("In"), required=True, choices=CODES, default=lambda ctx: ctx.currency
            ),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Exchange rate"), fields=("currency", "day", "units", "rate", "into_currency")),
            ),
            quick=("currency", "day", "units", "rate", "into_currency"),
        ),
        views=(
            View(
                key="all",
                label=_("All exchange rates"),
                columns=("name", "currency", "day", "units", "rate", "into_currency"),
                sort="-day",
            ),
        ),
        access=Everyone(editors=("administrator", "manager")),
        rules=(name_rate,),
    )
)
