"""Numbers: whole ones and decimals with a unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html, numbers
from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid, Keeps

COMPARISONS = ("is", "is_not", "gt", "gte", "lt", "lte", "between", "empty", "not_empty")
LIMIT = Decimal(10) ** 14


@dataclass(frozen=True)
class Number(Field):
    """A decimal with at most `places` digits behind the point (at most 4); `places=0` is a whole number."""

    places: int = 0
    least: int | None = None
    most: int | None = None
    unit: str = ""
    grouped: bool = True

    kind: ClassVar[str] = "number"
    operators: ClassVar[tuple[str, ...]] = COMPARISONS
    align: ClassVar[str] = "end"
    column_type: ClassVar[str] = "DECIMAL(18,4)"
    keeps: ClassVar[tuple[Keeps, ...]] = ("exact",)

    def parse(self, raw: Any, ctx: Context) -> Decimal | None:
        if raw is None or raw == "":
            return None
        try:
            number = self.read(raw, ctx)
        except (ValueError, InvalidOperation) as error:
            raise Invalid(_("“%(written)s” is not a number.") % {"written": str(raw)[:40]}) from error
        return self.bounded(number)

    def read(self, raw: Any, ctx: Context) -> Decimal:
        """A number of a program is exact; a text is written as the reader's language writes numbers."""
        if isinstance(raw, Decimal):
            return raw
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return Decimal(str(raw))
        return numbers.parse(str(raw), decimal_mark=ctx.decimal_mark)

    def bounded(self, number: Decimal) -> Decimal:
        if not number.is_finite() or abs(number) >= LIMIT:
            raise Invalid(_("This number is too large."))
        if self.least is not None and number < self.least:
            raise Invalid(_("Use %(least)s or more.") % {"least": self.least})
        if self.most is not None and number > self.most:
            raise Invalid(_("Use %(most)s or less.") % {"most": self.most})
        rounded = round(number, self.places)
        if rounded != number:
            raise Invalid(_("Use at most %(places)s digits after the point.") % {"places": self.places})
        return rounded

    def text(self, value: Decimal | None, ctx: Context) -> str:
        if value is None:
            return ""
        shown = numbers.show(value, locale=ctx.locale) if self.grouped else f"{value:f}"
        return numbers.with_unit(shown, self.unit, locale=ctx.locale) if self.unit else shown

    def json(self, value: Decimal | None) -> int | float | None:
        return None if value is None else int(value) if value == value.to_integral_value() else float(value)

    def csv(self, value: Decimal | None, ctx: Context) -> Any:
        return "" if value is None else value

    def index_text(self, value: Decimal | None) -> str:
        return "" if value is None else f"{value:f}"

    def schema(self) -> dict[str, Any]:
        bounds = {"minimum": self.least, "maximum": self.most}
        kind = "integer" if self.places == 0 else "number"
        return {"type": [kind, "null"]} | {key: bound for key, bound in bounds.items() if bound is not None}

    def condition(self, operator: str, raw: Any, ctx: Context) -> Any:
        if operator == "between":
            low, high = bounds_of(raw)
            return self.compare("gte", self.operand(low, ctx)) & self.compare("lte", self.operand(high, ctx))
        return super().condition(operator, raw, ctx)

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        shown = (
            value
            if isinstance(value, str)
            else ""
            if value is None
            else f"{Decimal(value).normalize():f}".replace(".", ctx.decimal_mark)
        )
        return html.tag("input", **self.attributes(prefix), type="text", inputmode="decimal", value=shown)


def bounds_of(raw: Any) -> tuple[Any, Any]:
    """Return the two ends of a `between` condition. Raises Invalid when there are not two."""
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise Invalid(_("“Between” needs two values."))
    return raw[0], raw[1]
