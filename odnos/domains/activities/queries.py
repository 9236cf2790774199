"""What is to be done next."""

from __future__ import annotations

from collections.abc import Collection

from odnos.domains.activities.objects import TASK
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.records import read
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row

SHOWN = ("name", "due_on", "kind")


def next_tasks(object_key: str, record_ids: Collection[int], *, by: Actor) -> dict[int, Row]:
    """Return the open task of each record that is due first; one without a day comes last."""
    if not record_ids:
        return {}
    asked = reach(TASK, by=by).filter(about_object=object_key, about_id__in=list(record_ids), is_done=False)
    kind = safe(TASK, by=by)
    shown = [name for name in SHOWN if name in kind.by_name]
    names = read.column_names(kind, shown, "about_object", "about_id")
    found = read.rows_of(kind, list(asked.values(*names)), shown)
    first: dict[int, Row] = {}
    for row in sorted(found, key=lambda task: (task.get("due_on") is None, task.get("due_on") or 0, task.id)):
        first.setdefault(row.columns["about_id"], row)
    return first
