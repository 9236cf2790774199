"""A field of another kind: what that would do, how far it is, and the way back."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.engine.custom.changing import actions
from odnos.engine.custom.changing.looking import Group, Preview, Use
from odnos.engine.custom.changing.models import FieldChange
from odnos.engine.custom.kinds import KINDS
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition
from odnos.engine.records.errors import Invalid
from odnos.engine.records.row import Row
from odnos.objects.registry import registry
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show


def change(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for the other kind, show what it would do (`?kind=`), begin it, and show how far it is."""
    by = administrator(request)
    row = actions.row_of(number, by=by)
    if request.method != "POST":
        return page(request, row, request.GET, {})
    try:
        actions.begin(
            row,
            request.POST.get("kind", ""),
            settings(request.POST),
            keep=bool(request.POST.get("keep")),
            by=by,
            at=now(request),
        )
    except Invalid as refusal:
        return page(request, row, request.POST, refusal.errors, status=422)
    return saved(
        f"/settings/fields/{number}/kind",
        _("The values are being converted. The field stays as it is until all are done."),
    )


def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Give the field its old kind back."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by = administrator(request)
    row, last = actions.row_of(number, by=by), actions.current(number)
    try:
        actions.undo(last.pk if last else 0, by=by, at=now(request))
    except (Invalid, FieldChange.DoesNotExist):
        return page(request, row, {}, {"": [_("This change cannot be taken back any more.")]}, status=422)
    return saved(f"/settings/fields/{number}", _("The field is as it was, with its old values."))


def settings(given: Any) -> dict[str, Any]:
    places = str(given.get("places") or "")
    return {
        "places": int(places) if places.isascii() and places.isdigit() else 2,
        "to": given.get("to") or "",
        "make_options": bool(given.get("make_options")),
        "is_open": bool(given.get("is_open")),
    }


def page(request: HttpRequest, row: Row, given: Any, errors: Any, *, status: int = 200) -> HttpResponse:
    by, at = actor(request), now(request)
    chosen, last = given.get("kind") or "", actions.current(row.id)
    seen: Preview = Preview()
    used: list[Any] = []
    if chosen and not actions.is_going_on(last):
        try:
            seen, used = actions.look(row, chosen, settings(given), by=by, at=at)
        except Invalid as refusal:
            errors, chosen = {**refusal.errors, **errors}, ""
    until = actions.until(last) if last else None
    ctx = by.context(at)
    kind = registry.get(row["object"])
    context = {
        "row": row,
        "kind": kind,
        "type": KINDS[row["kind"]],
        "offered": [(key, KINDS[key].label) for key in actions.offered(row["kind"])],
        "chosen": chosen,
        "chosen_label": KINDS[chosen].label if chosen else "",
        "wanted": KINDS[chosen].settings if chosen else (),
        "has_options": bool(chosen) and KINDS[chosen].has_options and not KINDS[row["kind"]].has_options,
        "given": settings(given),
        "targets": [(item.key, item.label) for item in registry if item.in_menu],
        "seen": seen,
        "groups": [shown(kind, row, group) for group in seen.groups],
        "used": [told(use) for use in used],
        "stops": any(use.stops for use in used),
        "going": last if actions.is_going_on(last) else None,
        "failed": last.reason if last and last.state == "failed" else "",
        "percent": min(100, last.done * 100 // max(1, last.total)) if last else 0,
        "until": kind.field("created_at").text(until, ctx) if until and at < until else "",
        "was": KINDS[last.before["kind"]].label if last else "",
        "errors": [str(reason) for every in errors.values() for reason in every],
    }
    return show(request, "pages/settings_field_change.html", "fields", context, status=status)


def shown(kind: Any, row: Row, group: Group) -> dict[str, Any]:
    """Return a value that does not fit, with the address of the records that have it."""
    item = kind.by_name.get(row["code"])
    can_ask = item is not None and "is" in item.operators and item.kind not in ("money", "date")
    node = (
        Condition((row["code"],), "is", group.written) if can_ask else Condition(("id",), "is", group.example)
    )
    return {"group": group, "href": f"/{kind.plural_key}?filter={quote(text.dump(node))}"}


def told(use: Use) -> dict[str, Any]:
    words = {"formula": _("Formula"), "rollup": _("Roll-up"), "rule": _("Rule"), "view": _("View")}
    return {"what": words[use.what], "name": use.name, "stops": use.stops}
