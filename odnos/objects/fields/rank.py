"""A record's place among others that people put into order by hand."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid, Keeps


@dataclass(frozen=True)
class Rank(Field):
    """A place as a number: smaller stands first, and between any two there is room. Set by moving, never typed."""

    readonly: bool = True
    audited: bool = False

    kind: ClassVar[str] = "rank"
    operators: ClassVar[tuple[str, ...]] = ()
    align: ClassVar[str] = "end"
    column_type: ClassVar[str] = "DOUBLE"
    keeps: ClassVar[tuple[Keeps, ...]] = ("real",)
    empty: ClassVar[Any] = 0.0

    def parse(self, raw: Any, ctx: Context) -> float | None:
        if raw is None or raw == "":
            return None
        try:
            place = float(raw)
        except (TypeError, ValueError, OverflowError) as error:
            raise Invalid(_("“%(written)s” is not a number.") % {"written": str(raw)[:40]}) from error
        if not math.isfinite(place):
            raise Invalid(_("This number is too large."))
        return place

    def index_text(self, value: float | None) -> str:
        return ""

    def schema(self) -> dict[str, Any]:
        return {"type": ["number", "null"]}
