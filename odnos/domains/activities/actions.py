"""Ticking tasks off, and taking them up again."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from odnos.domains.activities.objects import TASK
from odnos.engine.access.actor import Actor
from odnos.engine.records import write
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.action import Action, actions


def complete_task(
    task_id: int, *, outcome: str | None = None, version: int | None = None, by: Actor, at: dt.datetime
) -> Row:
    """Mark a task as done, with what came of it. Raises NotFound, Denied, Conflict."""
    values = {"is_done": True, **({"outcome": outcome} if outcome else {})}
    return write.update(TASK, task_id, values, version=version, by=by, at=at)


def reopen_task(task_id: int, *, version: int | None = None, by: Actor, at: dt.datetime) -> Row:
    """Take a task up again. Raises NotFound, Denied, Conflict."""
    return write.update(TASK, task_id, {"is_done": False}, version=version, by=by, at=at)


actions.add(
    Action(
        name="task.complete",
        label=_("Done"),
        object="task",
        run=complete_task,
        inputs=(f.Text("outcome", _("Outcome"), max_length=500),),
        icon="check",
        tone="good",
        offered=lambda task: not task["is_done"],
    )
)
actions.add(
    Action(
        name="task.reopen",
        label=_("Reopen"),
        object="task",
        run=reopen_task,
        icon="undo",
        offered=lambda task: bool(task["is_done"]),
    )
)
