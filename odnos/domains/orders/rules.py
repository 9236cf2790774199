"""What is derived and what must hold for orders and their lines."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from odnos.engine.records.draft import Draft
from odnos.lib.money import Money, from_units

HUNDRED = Decimal(100)


def order_total(draft: Draft) -> None:
    """An order with lines costs what they come to, less its discount; one without costs what was written."""
    if draft["subtotal"] is not None:
        total = less(draft["subtotal"], draft["discount"])
        if total != draft["total"]:
            draft.set("total", total)


def line_amount(draft: Draft) -> None:
    """A line takes its product's name and price unless others are given; its amount is exact."""
    product = draft.linked("product")
    if product is not None and draft.changed("product"):
        if not draft["name"] or not draft.changed("name"):
            draft.set("name", product["name"])
        if draft["unit_price"] is None:
            draft.set("unit_price", product["price"])
    if not draft["name"]:
        draft.fail("product", _("Choose a product, or write what was ordered."))
    price: Money | None = draft["unit_price"]
    if price is None:
        draft.set("amount", None)
        return
    draft.set("amount", less(price * (draft["quantity"] or Decimal(0)), draft["discount"]))


def line_currency(draft: Draft) -> None:
    """All lines of an order are in one currency."""
    order, price = draft.linked("order"), draft["unit_price"]
    if order is None or price is None or order["subtotal"] is None or not draft.changed("unit_price"):
        return
    if order["subtotal"].currency != price.currency:
        words = _("This order is in %(currency)s.")
        draft.fail("unit_price", words % {"currency": order["subtotal"].currency})


def less(amount: Money, discount: Decimal | None) -> Money:
    """Return an amount less a discount in percent, to the ten-thousandth: prices may be fractions of a coin."""
    share = (HUNDRED - (discount or 0)) / HUNDRED
    return Money(from_units((amount * share).units), amount.currency)
