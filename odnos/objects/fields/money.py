"""An amount in a currency; amounts of different currencies are never added up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import InvalidOperation
from typing import Any, ClassVar, cast

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html, money
from odnos.lib.money import Money as Amount
from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid, Keeps, Part
from odnos.objects.fields.number import COMPARISONS, LIMIT, bounds_of

PLACES = 4
OFFERED = ("EUR", "USD", "GBP", "CHF", "RUB")


@dataclass(frozen=True)
class Money(Field):
    """`<name>` holds the exact amount, `<name>_currency` its ISO 4217 code."""

    kind: ClassVar[str] = "money"
    operators: ClassVar[tuple[str, ...]] = COMPARISONS
    align: ClassVar[str] = "end"
    column_type: ClassVar[str] = "DECIMAL(18,4)"
    keeps: ClassVar[tuple[Keeps, ...]] = ("exact", "text")

    @property
    def currency_column(self) -> str:
        return f"{self.stem}_currency"

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.stem, self.currency_column)

    @property
    def parts(self) -> tuple[Part, ...]:
        return (Part(name="currency", label=_("Currency")),)

    def value(self, columns: Any) -> Amount | None:
        amount = columns[self.stem]
        return None if amount is None else Amount(amount, columns[self.currency_column])

    def store(self, value: Amount | None) -> dict[str, Any]:
        return {
            self.stem: None if value is None else value.amount,
            self.currency_column: "" if value is None else value.currency,
        }

    def parse(self, raw: Any, ctx: Context) -> Amount | None:
        if raw is None or raw == "":
            return None
        if isinstance(raw, Amount):
            return raw
        try:
            parsed = self.given(raw, ctx)
        except (ValueError, InvalidOperation) as error:
            written = raw.get("amount") if isinstance(raw, Mapping) else raw
            raise Invalid(
                _("“%(written)s” is not an amount of money.") % {"written": str(written)[:40]}
            ) from error
        if parsed and (not parsed.amount.is_finite() or abs(parsed.amount) >= LIMIT):
            raise Invalid(_("This amount is too large."))
        if parsed and round(parsed.amount, PLACES) != parsed.amount:
            raise Invalid(_("Use at most %(places)s digits after the point.") % {"places": PLACES})
        return parsed

    def given(self, raw: Any, ctx: Context) -> Amount | None:
        if isinstance(raw, Mapping):
            amount, currency = raw.get("amount"), str(raw.get("currency") or ctx.currency).upper()
            if currency not in money.currencies():
                raise ValueError(currency)
            mark = ctx.decimal_mark if raw.get("typed") else "."
            return (
                None
                if amount in (None, "")
                else money.parse(str(amount), currency=currency, decimal_mark=mark)
            )
        return money.parse(str(raw), currency=ctx.currency, decimal_mark=ctx.decimal_mark)

    def is_empty(self, value: Any) -> bool:
        return value is None

    def text(self, value: Amount | None, ctx: Context) -> str:
        return "" if value is None else money.show(value, locale=ctx.locale)

    def json(self, value: Amount | None) -> dict[str, str] | None:
        return (
            None if value is None else {"amount": f"{value.amount.normalize():f}", "currency": value.currency}
        )

    def csv(self, value: Amount | None, ctx: Context) -> Any:
        return "" if value is None else value.amount

    def index_text(self, value: Amount | None) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        properties = {
            "amount": {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        }
        return {
            "type": ["object", "null"],
            "properties": properties,
            "required": ["amount", "currency"],
            "additionalProperties": False,
        }

    def input_schema(self) -> dict[str, Any]:
        """A bare number or text is an amount in the company's currency, unless the text names another."""
        whole = self.schema()
        amount = {"type": ["string", "number"]}
        properties = {**whole["properties"], "amount": amount}
        return {"anyOf": [{**whole, "properties": properties, "required": ["amount"]}, amount]}

    def operand(self, raw: Any, ctx: Context) -> Any:
        value = self.parse(raw, ctx)
        return None if value is None else value.amount

    def condition(self, operator: str, raw: Any, ctx: Context) -> Any:
        """Compare amounts; a currency written with the amount (`100 USD`) must match too."""
        if operator == "between":
            low, high = bounds_of(raw)
            return self.condition("gte", low, ctx) & self.condition("lte", high, ctx)
        asked = super().condition(operator, raw, ctx)
        named = self.named_currency(raw, ctx)
        return (
            cast(Q, asked) & Q(**{self.currency_column: named}) if named and operator != "is_not" else asked
        )

    def named_currency(self, raw: Any, ctx: Context) -> str | None:
        if isinstance(raw, Mapping):
            return str(raw["currency"]).upper() if raw.get("currency") else None
        if raw is None or raw == "":
            return None
        read = money.parse(str(raw), currency="", decimal_mark=ctx.decimal_mark)
        return read.currency or None

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        amount, currency = ("", ctx.currency)
        if isinstance(value, Amount):
            amount, currency = f"{value.amount:f}".replace(".", ctx.decimal_mark), value.currency
        elif isinstance(value, Mapping):
            amount, currency = str(value.get("amount", "")), str(value.get("currency") or ctx.currency)
        options = [
            html.option(code, code, selected=code == currency)
            for code in dict.fromkeys((*OFFERED, ctx.currency, currency))
        ]
        attributes = self.attributes(prefix)
        return html.tag(
            "span",
            html.tag("input", **attributes, type="text", inputmode="decimal", value=amount),
            html.tag(
                "select",
                *options,
                class_="input",
                name=f"{attributes['name']}_currency",
                aria_label=_("Currency"),
            ),
            class_="input-money",
        )

    def from_form(self, form: Mapping[str, str], *, prefix: str = "") -> Any:
        amount = form.get(f"{prefix}{self.name}", "")
        return (
            {"amount": amount, "currency": form.get(f"{prefix}{self.name}_currency", ""), "typed": True}
            if amount.strip()
            else None
        )
