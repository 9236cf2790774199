"""What the composer of a timeline needs: where it posts, and the controls for a day and a person."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to
from odnos.engine.records.row import Row
from odnos.lib import html
from odnos.objects.context import Context, Reference
from odnos.objects.registry import registry
from odnos.web.pages.record.found import address_of, is_deleted, visit_of
from odnos.web.render.ui import icon


def label_of(key: str) -> str:
    """Return the name of a filter of the timeline."""
    return {"all": _("All"), "note": _("Notes"), "task": _("Tasks"), "changes": _("Changes")}[key]


def references(by: Actor) -> set[Reference]:
    """Return whose names the composer shows: the writer, to whom a new task goes unless they choose otherwise."""
    return {("user", by.user_id)} if by.user_id else set()


def context(request: HttpRequest, row: Row, ctx: Context) -> dict[str, Any] | None:
    """Return what the composer needs, or nothing for those who may not write and for what is in the bin."""
    by = visit_of(request).by
    kinds = [key for key in ("note", "task") if rights.may(by, "create", registry.get(key)) != "none"]
    if not kinds or row.type.key in ("note", "task") or is_deleted(row):
        return None
    task = known_to("task", by=by)
    may_date = "due_on" in task.by_name and not task.field("due_on").readonly
    return {
        "notes": address_of(row, "notes"),
        "tasks": address_of(row, "tasks"),
        "file": file_chooser() if "file" in known_to("note", by=by).by_name else "",
        "due": small(task.field("due_on").widget("", ctx), _("Due")) if may_date else "",
        "assignee": html.tag("span", task.field("assignee").widget(by.user_id, ctx), class_="composer-who"),
    }


def small(control: Any, label: str) -> Any:
    return html.tag("label", html.tag("span", label, class_="visually-hidden"), control)


def file_chooser() -> Any:
    """Return the file input of a note, worded by us and not by the browser."""
    inside = (
        html.tag("span", _("Attach a file"), data_file_name=True),
        html.tag("input", type="file", name="file"),
    )
    return html.tag(
        "x-file", html.tag("label", icon("clip"), *inside, class_="btn btn-sm btn-quiet"), class_="file"
    )
