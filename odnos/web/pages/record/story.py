"""The timeline in words: who did what, with the values before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from odnos.engine.audit.models import Entry
from odnos.engine.records import around
from odnos.engine.records.row import Row
from odnos.engine.records.timeline import Item
from odnos.lib import dates, html
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.record.found import address
from odnos.web.pages.record.sentences import around_words, linked, name_of, own_words, part_words, say, text

QUIET = frozenset(("team", "position", "name_folded"))
UNDOABLE = frozenset(("updated", "undone", "converted", "relinked", "shared", "unshared", "deleted"))


@dataclass(kw_only=True)
class Line:
    """One entry as its part draws it."""

    icon: str
    tone: str
    line: Markup
    when: str
    exact: str
    body: str = ""
    changes: Sequence[tuple[Any, str, str]] = ()
    todo: dict[str, Any] | None = None
    file: Markup = field(default_factory=Markup)
    undo: str = ""
    edit: str = ""


@dataclass(kw_only=True)
class Day:
    """What happened on one day."""

    title: str
    key: str
    lines: list[Line]


def days(items: Sequence[Item], row: Row, ctx: Context, *, may_undo: bool, may_tick: bool) -> list[Day]:
    """Return the items grouped by day of the reader's zone."""
    found: list[Day] = []
    for item in items:
        local = item.at.astimezone(ctx.timezone)
        key = local.date().isoformat()
        if not found or found[-1].key != key:
            found.append(Day(title=day_title(local.date(), ctx), key=key, lines=[]))
        line = (
            of_entry(item.entry, row, ctx, may_undo=may_undo)
            if item.entry
            else of_row(item, row, ctx, may_tick=may_tick)
        )
        line.when, line.exact = dates.show_time(item.at, zone=ctx.timezone), f"{local:%Y-%m-%d %H:%M}"
        found[-1].lines.append(line)
    return found


def day_title(day: dt.date, ctx: Context) -> str:
    if day == ctx.today:
        return _("Today")
    if day == ctx.today - dt.timedelta(days=1):
        return _("Yesterday")
    return dates.show_date(day, locale=ctx.locale, today=ctx.today)


def of_row(item: Item, whole: Row, ctx: Context, *, may_tick: bool) -> Line:
    """Return the words for a note or a task about the record `whole`, or about one of those around it."""
    row, who = item.row, name_of(item.actor_id, ctx)
    assert row is not None
    subject = subject_of(row, whole, ctx)
    if "is_done" in row.type.by_name:
        line = say(_("%(who)s planned a task"), who=who) + subject
        return Line(
            icon="task",
            tone="good" if row["is_done"] else "none",
            line=line,
            when="",
            exact="",
            todo=todo(row, ctx, may_tick=may_tick),
        )
    file = row.type.field("file").html(row["file"], ctx) if "file" in row.type.by_name else Markup()
    edited = row.version > 1
    line = (
        say(_("%(who)s wrote a note (changed since)") if edited else _("%(who)s wrote a note"), who=who)
        + subject
    )
    return Line(
        icon="note",
        tone="warn",
        line=line,
        when="",
        exact="",
        body=row[row.type.title] or "",
        file=file,
        edit=address(row.type, row.id),
    )


def subject_of(row: Row, whole: Row, ctx: Context) -> Markup:
    """Return what a note or a task is about where that is not the record whose story this is."""
    parent = row.type.parent_field
    named = list(parent.references(row[parent.name])) if parent else []
    if not named or named[0] == whole.reference or named[0][0] not in registry:
        return Markup()
    return Markup(" · ") + linked(registry.get(named[0][0]), named[0][1], ctx)


def todo(row: Row, ctx: Context, *, may_tick: bool = True) -> dict[str, Any]:
    """Return a task as its part draws it, with where its tick posts, if the reader may tick."""
    due = row.get("due_on")
    late = bool(due and due < ctx.today and not row["is_done"])
    verb = "reopen" if row["is_done"] else "complete"
    words = [row.type.field("due_on").text(due, ctx)] if due else []
    if row.get("outcome"):
        words.append(row["outcome"])
    assignee = ctx.titles.get(("user", row["assignee"])) if row["assignee"] else None
    return {
        "title": row.title,
        "href": address(row.type, row.id),
        "due": " · ".join(words),
        "late": late,
        "done": row["is_done"],
        "owner": assignee or "",
        "action": f"{address(row.type, row.id, verb)}?tick=1" if may_tick else "",
    }


def of_entry(entry: Entry, row: Row, ctx: Context, *, may_undo: bool) -> Line:
    """Return the words for a change of the record, of one merged into it, or of a part of it."""
    kind = registry.get(entry.object_key) if entry.object_key in registry else row.type
    who = name_of(entry.actor_id, ctx)
    changes = changes_of(entry, kind, ctx)
    if is_around(entry, row):
        icon, tone, line = around_words(entry, kind, who, ctx, changes)
        return Line(icon=icon, tone=tone, line=line, when="", exact="")
    own = entry.object_key == row.type.key
    icon, tone, line = (own_words if own else part_words)(entry, kind, who, ctx, changes)
    if own and entry.record_id != row.id:
        line = escape("%s %s") % (line, html.tag("span", _("(before the merge)"), class_="faint"))
    shown = changes if entry.action not in ("created", "deleted", "restored") else []
    undo = f"/history/entries/{entry.pk}/undo" if may_undo and is_undoable(entry, row) else ""
    return Line(icon=icon, tone=tone, line=line, when="", exact="", changes=shown, undo=undo)


def is_around(entry: Entry, row: Row) -> bool:
    """Whether an entry is about a record that stands beside this one, such as a deal of a company."""
    return around.tells(row.type, entry.object_key)


def is_undoable(entry: Entry, row: Row) -> bool:
    return entry.action in UNDOABLE and entry.record_id == row.id and entry.object_key == row.type.key


def changes_of(entry: Entry, kind: ObjectType, ctx: Context) -> list[tuple[Any, str, str]]:
    """Return label, old and new text of every field changed, the stage apart, which is in the sentence."""
    found = []
    for name, (before, after) in entry.diff.items():
        if name in kind.by_name and name not in QUIET and name not in derived(entry, kind):
            field_ = kind.field(name)
            found.append((field_.label, text(field_, before, ctx), text(field_, after, ctx)))
    return found


def derived(entry: Entry, kind: ObjectType) -> set[str]:
    """Return the fields that only follow from a step along the path."""
    path = kind.path
    if not path or path not in entry.diff:
        return set()
    return {path, "status", "probability", "pipeline", "stage_since"}
