"""Layouts, declared: administrators draw them, everybody's pages follow them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.drawing import Drawing, dump, parse
from odnos.engine.custom.models import DrawnLayout
from odnos.engine.custom.rules import FIXED, extendable, taken_codes
from odnos.engine.records.draft import Draft
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.fields import Invalid
from odnos.objects.labels import Label
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View


def layout_place(draft: Draft) -> None:
    """A layout is drawn for an object and a role, and stays with them; its code says which they are."""
    for name in ("object", "role"):
        if not draft.is_new and draft.changed(name):
            draft.fail(name, FIXED)
    if draft["object"] not in {item.key for item in extendable()}:
        draft.fail("object", _("This kind of record has no layout to draw."))
    draft.set("code", code_of(draft["object"] or "", draft["role"] or ""))


def layout_drawing(draft: Draft) -> None:
    """What is drawn is read once and kept in one form; it names fields that are there, or archived."""
    if not draft.changed("drawing") or draft.errors:
        return
    try:
        drawing = parse(draft["drawing"] or "")
    except Invalid as error:
        draft.fail("drawing", error.message)
        return
    if wrong := mistake(registry.get(draft["object"]), drawing):
        draft.fail("drawing", wrong)
    draft.set("drawing", dump(drawing))


def mistake(object_type: ObjectType, drawing: Drawing) -> Label:
    """Return what a drawing names that does not exist."""
    unknown = drawing.names - taken_codes(object_type.key)
    for item in drawing.related:
        if item.object not in registry:
            return _("There is no kind of record “%(name)s”.") % {"name": item.object}
        unknown |= {*item.columns} - taken_codes(item.object)
    return _("There is no field “%(name)s”.") % {"name": min(unknown)} if unknown else ""


def code_of(key: str, role: str) -> str:
    """Return the name of a layout for programs: `deal` for all, `deal.manager` for a role."""
    return f"{key}.{role}" if role else key


LAYOUT = registry.add(
    ObjectType(
        key="layout",
        plural_key="layouts",
        model=DrawnLayout,
        label=_("Layout"),
        plural=_("Layouts"),
        icon="panel",
        title="code",
        fields=(
            f.Text("code", _("Name for programs"), unique=True, readonly=True, max_length=90),
            f.Text("object", _("Kind of record"), required=True, max_length=40),
            f.Text("role", _("Role"), max_length=40),
            f.LongText("drawing", _("Drawing"), required=True),
        ),
        layout=Layout(
            panels=(Panel(title=_("Layout"), fields=("code", "object", "role", "drawing")),),
            quick=("object", "role", "drawing"),
        ),
        views=(
            View(
                key="all",
                label=_("All layouts"),
                columns=("code", "object", "role", "updated_at"),
                sort="code",
            ),
        ),
        access=Everyone(),
        rules=(layout_place, layout_drawing),
    )
)
