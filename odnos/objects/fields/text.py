"""Text of one line, and text of many."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from odnos.lib import html, masks, text
from odnos.objects import lookups as lookups
from odnos.objects.context import Context
from odnos.objects.fields.base import Field, Invalid
from odnos.objects.labels import Label

OUTER = " \t\r\n"
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What a database refuses: NUL, and halves of surrogate pairs."""


@dataclass(frozen=True)
class Text(Field):
    """One line of text; spaces around it are dropped. A `mask` says how it is written (`lib.masks`), `mask_hint` says it to people."""

    max_length: int = 200
    mask: str = ""
    mask_hint: Label = ""

    kind: ClassVar[str] = "text"
    operators: ClassVar[tuple[str, ...]] = ("contains", "is", "is_not", "in", "starts", "empty", "not_empty")
    empty: ClassVar[Any] = ""

    def parse(self, raw: Any, ctx: Context) -> str | None:
        written = "" if raw is None else str(raw).strip(OUTER)
        self.check(written)
        return self.masked(written) if written and self.mask else written or None

    def masked(self, written: str) -> str:
        """Return the text as the mask writes it. Raises Invalid, saying how it is written."""
        fitted = masks.fit(self.mask, written)
        if fitted is None:
            raise Invalid(_("Write it as %(mask)s.") % {"mask": self.mask_hint or self.mask})
        return fitted

    def check(self, written: str) -> None:
        if len(written) > self.max_length:
            raise Invalid(
                _("Use at most %(most)s characters; this has %(given)s.")
                % {"most": self.max_length, "given": len(written)}
            )
        if not written.isprintable() and UNSTORABLE.search(written):  # what is printable is storable
            raise Invalid(_("This contains characters that cannot be stored, such as a NUL byte."))

    def value(self, columns: Any) -> str | None:
        return columns[self.column] or None

    def condition(self, operator: str, raw: Any, ctx: Context) -> Any:
        if operator == "contains":
            return Q(**{f"{self.column}__folded_contains": text.fold(str(raw))})
        if operator == "starts":
            return Q(**{f"{self.column}__folded_starts": text.fold(str(raw))})
        return super().condition(operator, raw, ctx)

    def operand(self, raw: Any, ctx: Context) -> Any:
        """A condition may ask for a value that was kept before there was a mask."""
        return (masks.fit(self.mask, str(raw)) if self.mask and raw else None) or super().operand(raw, ctx)

    def needle(self, operator: str, raw: Any) -> str:
        return text.fold(str(raw)) if operator in ("contains", "starts") else ""

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": self.max_length}

    def attributes(self, prefix: str) -> dict[str, Any]:
        hint = {"placeholder": str(self.mask_hint or self.mask)} if self.mask else {}
        return super().attributes(prefix) | {"maxlength": self.max_length} | hint

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        """A value that has lines after all is edited in a text area, which keeps them."""
        if isinstance(value, str) and "\n" in value:
            return html.tag("textarea", "\n" + value, **self.attributes(prefix), rows="2")
        return super().widget(value, ctx, prefix=prefix)


@dataclass(frozen=True)
class LongText(Text):
    """Text of many lines, kept as written."""

    max_length: int = 100_000
    sortable: bool = False

    kind: ClassVar[str] = "long_text"
    operators: ClassVar[tuple[str, ...]] = ("contains", "empty", "not_empty")

    def parse(self, raw: Any, ctx: Context) -> str | None:
        written = "" if raw is None else str(raw).replace("\r\n", "\n")
        self.check(written)
        return written if written.strip() else None

    def html(self, value: str | None, ctx: Context) -> Markup:
        return html.tag("span", escape(value or ""), class_="prose")

    def widget(self, value: Any, ctx: Context, *, prefix: str = "") -> Markup:
        return html.tag("textarea", "\n" + (value or ""), **self.attributes(prefix), rows="4")
