"""What follows from ticking a task off."""

from decimal import Decimal

from odnos.engine.records.draft import Draft


def task_done(draft: Draft) -> None:
    """A task that is done knows since when; one taken up again does not."""
    if not draft.changed("is_done"):
        return
    if not draft.changed("done_at"):
        draft.set("done_at", draft.at if draft["is_done"] else None)
    if draft["is_done"]:
        draft.emit("done")


def task_late(draft: Draft) -> None:
    """A task that is done knows how many days late that was, at the clock of whoever ticked it off."""
    if not (draft.changed("is_done") or draft.changed("done_at") or draft.changed("due_on")):
        return
    done, due = draft["done_at"], draft["due_on"]
    is_known = draft["is_done"] and done is not None and due is not None
    late = Decimal((done.astimezone(draft.ctx.timezone).date() - due).days) if is_known else None
    draft.set("days_late", late)
