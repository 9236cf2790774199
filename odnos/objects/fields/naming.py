"""How a record is named: its id as people and programs write it, and its title as a link."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from odnos.lib import html
from odnos.objects.context import Context, Reference
from odnos.objects.fields.base import Invalid

LARGEST_ID = 2**63 - 1


def id_of(raw: Any) -> int | None:
    """Return the record id that `raw` writes. Raises Invalid for anything but a whole positive number."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and len(raw) < 40 and raw.strip().isdecimal():
        raw = int(raw)
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 < raw <= LARGEST_ID:
        raise Invalid(_("Choose a record from the list."))
    return raw


def shown_record(reference: Reference, ctx: Context) -> Markup:
    """Return the linked title of a record, or a word for one that the reader may not see."""
    title = ctx.titles.get(reference)
    if title is None:
        return html.tag("span", _("Hidden"), class_="hidden-record")
    address, shown = address_of(reference), html.escaped(title)
    return Markup(f'<a href="{address}" class="record-link">{shown}</a>')  # noqa: S704 -- of escaped parts


def address_of(reference: Reference) -> str:
    """Return the address of a record's page."""
    from odnos.objects.registry import registry  # fields are read before the registry exists

    key, number = reference
    return f"/{registry.get(key).plural_key}/{number}" if key in registry else ""
