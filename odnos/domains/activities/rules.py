"""What follows from ticking a task off."""

from odnos.engine.records.draft import Draft


def task_done(draft: Draft) -> None:
    """A task that is done knows since when; one taken up again does not."""
    if not draft.changed("is_done"):
        return
    if not draft.changed("done_at"):
        draft.set("done_at", draft.at if draft["is_done"] else None)
    if draft["is_done"]:
        draft.emit("done")
