"""A person's own day: their deals, their tasks, what they looked at."""

from __future__ import annotations

import datetime as dt
from typing import Any

from odnos.domains.activities.objects import TASK
from odnos.domains.deals.objects import DEAL
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import text
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.engine.views import seen
from odnos.objects.context import Context
from odnos.objects.registry import registry
from odnos.web.pages.dashboard.span import list_of

SHOWN = 6
OVERDUE = text.parse("assignee.is:me,is_done.is:false,due_on.within:overdue")
TODAY = text.parse("assignee.is:me,is_done.is:false,due_on.within:today")
MY_OPEN = text.parse("status.is:open,owner.is:me")


def tiles(*, by: Actor, at: dt.datetime) -> dict[str, Any]:
    """Return what is the person's own."""
    overdue, today = (tasks(asked, by=by, at=at) for asked in (OVERDUE, TODAY))
    about = {*overdue.references(("about",)), *today.references(("about",))}
    ctx = by.context(at, read.titles(about, by=by))
    return {
        "my_deals": deals(by=by, at=at),
        "my_deals_href": "/deals?view=mine",
        "overdue": [todo(row, ctx, by=by) for row in overdue.rows],
        "overdue_count": overdue.count,
        "overdue_href": list_of("tasks", OVERDUE, "due_on"),
        "today": [todo(row, ctx, by=by) for row in today.rows],
        "today_count": today.count,
        "today_href": list_of("tasks", TODAY, "due_on"),
        "seen": lately(by=by),
    }


def deals(*, by: Actor, at: dt.datetime) -> list[dict[str, Any]]:
    known = safe(DEAL, by=by).by_name
    names = [name for name in ("name", "company", "stage", "amount", "closes_on") if name in known]
    sort = "closes_on" if "closes_on" in known else "-updated_at"
    page = read.query(DEAL, by=by, at=at, filter=MY_OPEN, sort=sort, columns=names, limit=SHOWN)
    ctx = by.context(at, read.titles(page.references({"stage", "company"} & known.keys()), by=by))
    return [deal(row, ctx) for row in page.rows]


def deal(row: Row, ctx: Context) -> dict[str, Any]:
    """Return a deal for a short list."""
    said = (DEAL.field(name).text(row.get(name), ctx) for name in ("stage", "closes_on"))
    closes = row.get("closes_on")
    return {
        "title": row.title,
        "href": f"/deals/{row.id}",
        "sub": " · ".join(filter(None, said)),
        "late": bool(closes and closes < ctx.today),
        "figure": DEAL.field("amount").text(row.get("amount"), ctx),
    }


def tasks(asked: Any, *, by: Actor, at: dt.datetime) -> read.Page:
    names = ("name", "due_on", "is_done", "about")
    if not rights.sees_some(by, TASK) or "due_on" not in safe(TASK, by=by).by_name:
        return read.Page(rows=(), next=None, previous=None, count=read.Count(number=0, capped=False))
    return read.query(TASK, by=by, at=at, filter=asked, sort="due_on", columns=names, limit=SHOWN)


def todo(row: Row, ctx: Context, *, by: Actor) -> dict[str, Any]:
    due = row["due_on"]
    may_tick = rights.may(by, "edit", TASK) != "none"
    day = TASK.field("due_on").text(due, ctx) if due and due != ctx.today else ""
    return {
        "title": row.title,
        "href": f"/tasks/{row.id}",
        "due": " · ".join(filter(None, (TASK.field("about").text(row["about"], ctx), day))),
        "late": bool(due and due < ctx.today),
        "done": row["is_done"],
        "owner": "",
        "action": f"/tasks/{row.id}/complete?tick=1" if may_tick else "",
    }


def lately(*, by: Actor) -> list[dict[str, Any]]:
    """Return the records the person opened last, those that they may still see."""
    refs = [ref for ref in seen.lately(by=by, limit=SHOWN + 4) if ref[0] in registry]
    titles = read.titles(refs, by=by)
    return [
        {
            "title": titles[key, record_id],
            "href": f"/{registry.get(key).plural_key}/{record_id}",
            "icon": registry.get(key).icon,
            "kind": registry.get(key).label,
        }
        for key, record_id in refs
        if titles[key, record_id]
    ][:SHOWN]
