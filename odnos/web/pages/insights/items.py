"""Products, and kinds of them, chosen for a side of a rule: several, as one types."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from markupsafe import Markup

from odnos.analytics.findings.terms import MOST
from odnos.engine.access.fields import safe
from odnos.engine.records import groups, read
from odnos.engine.search import finding
from odnos.lib import html
from odnos.lib.text import fold
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.pages.search import combo

HREF = "/insights/baskets/items"
FREQUENT = 50
"""Choices of an open field that are offered."""
FEW = 6
"""Kinds that are offered above the products."""
Item = tuple[str, str]
"""A product's id, or a choice that products have (`series=aurora`), and how it is called."""


@require_GET
def options(request: HttpRequest) -> HttpResponse:
    """Answer with the kinds and the products that `q` may mean; for an empty `q`, with the first kinds and the products lately changed."""
    visit, typed = request.visit, request.GET.get("q", "").strip()  # type: ignore[attr-defined]
    by, at = visit.by, visit.at
    kinds = [(key, title) for key, title in kinds_of(visit) if fold(typed) in fold(title)]
    found = (
        finding.find(typed, by=by, at=at, limit=combo.MOST, objects=["product"])
        if typed
        else combo.lately("product", by=by, at=at)
    )
    items: list[dict[str, Any]] = [
        {"value": quote(key, safe="="), "title": title, "sub": _("kind")} for key, title in kinds[:FEW]
    ]
    items += [{"value": hit.record_id, "title": hit.title, "sub": hit.subtitle} for hit in found]
    return render(request, "pages/search.html", {"options": items, "create": ""}, block="options")


def kinds_of(visit: Any) -> list[Item]:
    """Return the choices that products can have in common, of the fields that the reader knows."""
    kind = safe(registry.get("product"), by=visit.by)
    return [
        (f"{field.name}={key}", f"{field.label}: {field.text(key, visit.ctx())}")
        for field in kind.all_fields
        if field.kind == "choice"
        for key in choices_of(kind, field, visit)
    ]


def choices_of(kind: ObjectType, field: Field, visit: Any) -> list[str]:
    """Return the choices of a field; of an open one those that are written most, too."""
    offered = [key for key, _label in getattr(field, "choices", ())]
    if not getattr(field, "open", False):
        return offered
    written = groups.frequent(kind, field.name, by=visit.by, at=visit.at, limit=FREQUENT)
    return [*offered, *(key for key in written if key not in offered)]


def chosen(written: Iterable[str]) -> list[str]:
    """Return what was chosen: several in one value are parted by commas, and what a kind is called is written as in an address.

    Of more than a side of a rule takes, as many are told as it takes to refuse them.
    """
    every = (unquote(one) for value in written for one in value.split(",") if one)
    return list(islice(every, 2 * MOST + 1))


def named(sides: Iterable[Sequence[str]], visit: Any) -> dict[str, str]:
    """Return how what was chosen is called; what the reader may not see has no name."""
    every = {str(one) for side in sides for one in side}
    ids = {int(one) for one in every if one.isdecimal() and len(one) < 19}
    titles = read.titles({("product", one) for one in ids}, by=visit.by)
    kinds = dict(kinds_of(visit)) if any("=" in one for one in every) else {}
    return {
        one: (titles.get(("product", int(one))) if one.isdecimal() and len(one) < 19 else kinds.get(one))
        or _("(hidden)")
        for one in every
    }


def chooser(name: str, ids: Sequence[str], names: dict[str, str]) -> Markup:
    """Return a field of a form that takes several products and kinds."""
    values = {quote(str(one), safe="="): names[str(one)] for one in ids}
    hidden = html.tag("input", type="hidden", name=name, value=",".join(values))
    typed = html.tag(
        "input",
        class_="input",
        type="text",
        id=f"field-{name}",
        role="combobox",
        autocomplete="off",
        aria_describedby=f"help-{name} error-{name}",
    )
    return html.tag("x-combo", hidden, typed, name=name, multiple=True, from_=HREF, titles=json.dumps(values))
