"""What a configuration file would change, in words."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.configuration import views
from odnos.engine.configuration.plan import Status, Step
from odnos.objects.labels import Label
from odnos.objects.registry import registry

LONGEST = 160
STATUSES: tuple[tuple[Status, Label, str, str], ...] = (
    ("conflict", gettext_lazy("Cannot be applied"), "bad", "error"),
    ("new", gettext_lazy("New"), "good", "plus"),
    ("changed", gettext_lazy("Changed"), "info", "edit"),
    ("back", gettext_lazy("Brought back from the bin"), "info", "restore"),
    ("extra", gettext_lazy("Only here"), "", "minus"),
)
VIEWS: dict[str, Label] = {
    "kind": gettext_lazy("Kind"),
    "filter": gettext_lazy("Filter"),
    "sort": gettext_lazy("Order"),
    "columns": gettext_lazy("Columns"),
    "group_by": gettext_lazy("Grouped by"),
    "options": gettext_lazy("Settings"),
    "editors": gettext_lazy("Who may change it"),
}


def shown(step: Step) -> dict[str, Any]:
    """Return one definition with what becomes of it. Of a new one, what it is called is enough."""
    changes = {} if step.status == "new" else step.changes
    return {
        "kind": kind_of(step),
        "title": title_of(step),
        "code": " · ".join(part for part in step.name if part),
        "changes": [
            {"label": label_of(step, name), "old": text_of(old), "new": text_of(new)}
            for name, (old, new) in changes.items()
        ],
        "moved": step.place is not None and step.status == "changed",
        "reason": step.reason,
        "warnings": [_("“%(name)s” is not here and is left out.") % {"name": name} for name in step.warnings],
    }


def kind_of(step: Step) -> Label:
    return _("Shared view") if step.object == views.KEY else registry.get(step.object).label


def title_of(step: Step) -> str:
    """Return what people call a definition."""
    if step.object == views.KEY:
        return step.name[1]
    if step.given is not None and step.given.item.get("name"):
        return str(step.given.item["name"])
    return step.row.title if step.row is not None else step.name[-1]


def label_of(step: Step, name: str) -> Label:
    return VIEWS.get(name, name) if step.object == views.KEY else registry.get(step.object).field(name).label


def text_of(value: Any) -> str:
    """Return a value as it is read: words, yes and no, or the JSON of what is nested."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        written = ", ".join(value)
    elif isinstance(value, str):
        written = value
    else:
        written = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return written if len(written) <= LONGEST else f"{written[: LONGEST - 1]}…"
