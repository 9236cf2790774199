"""How to reach somebody: e-mail addresses, telephone numbers, web addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html, phones
from odnos.objects.context import Context
from odnos.objects.fields.base import Invalid
from odnos.objects.fields.choice import MultiChoice
from odnos.objects.fields.text import Text

ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"\x00]+@[^\s@<>()\[\],;:\\\"\x00]+\.[^\s@<>()\[\],;:\\\"\x00.]+")


@dataclass(frozen=True)
class Email(Text):
    """One e-mail address, kept in small letters."""

    max_length: int = 254

    kind: ClassVar[str] = "email"

    def parse(self, raw: Any, ctx: Context) -> str | None:
        written = super().parse(raw, ctx)
        return address_of(written) if written else None

    def operand(self, raw: Any, ctx: Context) -> Any:
        return str(raw).strip().lower()

    def html(self, value: str | None, ctx: Context) -> Markup:
        return html.tag("a", value, href=f"mailto:{value}") if value else Markup()

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "format": "email", "maxLength": self.max_length}

    def attributes(self, prefix: str) -> dict[str, Any]:
        return super().attributes(prefix) | {"inputmode": "email", "autocomplete": "off"}


@dataclass(frozen=True)
class Phone(Text):
    """One telephone number, kept in E.164, shown as its country writes it."""

    max_length: int = 40

    kind: ClassVar[str] = "phone"

    def parse(self, raw: Any, ctx: Context) -> str | None:
        written = super().parse(raw, ctx)
        return number_of(written, ctx) if written else None

    def operand(self, raw: Any, ctx: Context) -> Any:
        try:
            return self.parse(raw, ctx)
        except Invalid:
            return str(raw)

    def condition(self, operator: str, raw: Any, ctx: Context) -> Any:
        return super().condition(operator, self.dialled(operator, raw), ctx)

    def needle(self, operator: str, raw: Any) -> str:
        return super().needle(operator, self.dialled(operator, raw))

    @staticmethod
    def dialled(operator: str, raw: Any) -> Any:
        """Return a piece of a number without the signs that people write between digits."""
        if operator not in ("contains", "starts"):
            return raw
        return ("+" if str(raw).strip().startswith("+") else "") + phones.digits(str(raw))

    def text(self, value: str | None, ctx: Context) -> str:
        return phones.show(value, country=ctx.country) if value else ""

    def html(self, value: str | None, ctx: Context) -> Markup:
        return html.tag("a", self.text(value, ctx), href=phones.link(value)) if value else Markup()

    def attributes(self, prefix: str) -> dict[str, Any]:
        return super().attributes(prefix) | {"inputmode": "tel", "autocomplete": "off"}


@dataclass(frozen=True)
class Url(Text):
    """A web address; without a scheme it is taken for https."""

    max_length: int = 2000

    kind: ClassVar[str] = "url"

    def parse(self, raw: Any, ctx: Context) -> str | None:
        written = super().parse(raw, ctx)
        if not written:
            return None
        address = written if "://" in written else f"https://{written}"
        try:
            parts = urlsplit(address)
            is_host = bool(parts.hostname) and (parts.port or 0) >= 0  # asking for a port that is none raises
        except ValueError as error:
            raise Invalid(_("This is not a web address.")) from error
        if parts.scheme not in ("http", "https") or not is_host or " " in address:
            raise Invalid(_("This is not a web address; it starts with https:// or http://."))
        return address

    def operand(self, raw: Any, ctx: Context) -> Any:
        return str(raw)

    def html(self, value: str | None, ctx: Context) -> Markup:
        if not value:
            return Markup()
        return html.tag(
            "a", value.split("://", 1)[1].rstrip("/"), href=value, rel="noopener noreferrer", target="_blank"
        )

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "null"], "maxLength": self.max_length}

    def attributes(self, prefix: str) -> dict[str, Any]:
        return super().attributes(prefix) | {"inputmode": "url"}


@dataclass(frozen=True)
class Emails(MultiChoice):
    """Further e-mail addresses."""

    open: bool = True

    kind: ClassVar[str] = "emails"

    def parse(self, raw: Any, ctx: Context) -> tuple[str, ...]:
        return tuple(dict.fromkeys(address_of(item) for item in super().parse(raw, ctx)))

    def html(self, value: Any, ctx: Context) -> Markup:
        return Markup(" ").join(html.tag("a", item, href=f"mailto:{item}") for item in value or ())


@dataclass(frozen=True)
class Phones(MultiChoice):
    """Further telephone numbers."""

    open: bool = True

    kind: ClassVar[str] = "phones"

    def parse(self, raw: Any, ctx: Context) -> tuple[str, ...]:
        return tuple(dict.fromkeys(number_of(item, ctx) for item in super().parse(raw, ctx)))

    def text(self, value: Any, ctx: Context) -> str:
        return ", ".join(phones.show(item, country=ctx.country) for item in value or ())

    def html(self, value: Any, ctx: Context) -> Markup:
        shown = ((item, phones.show(item, country=ctx.country)) for item in value or ())
        return Markup(" ").join(html.tag("a", text, href=phones.link(item)) for item, text in shown)


def address_of(written: str) -> str:
    """Return the address in small letters. Raises Invalid for what cannot be one."""
    if not ADDRESS.fullmatch(written):
        raise Invalid(_("“%(written)s” is not an e-mail address.") % {"written": written[:60]})
    return written.lower()


def number_of(written: str, ctx: Context) -> str:
    """Return the number in E.164, read as of the reader's country. Raises Invalid for what cannot be one."""
    try:
        return phones.parse(written, country=ctx.country)
    except phones.NotAPhone as error:
        raise Invalid(_("“%(written)s” is not a telephone number.") % {"written": written[:40]}) from error
