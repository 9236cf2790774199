"""The timeline in words: who did what, with the values before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup, escape

from odnos.engine.audit.models import Entry
from odnos.engine.records.row import Row
from odnos.engine.records.timeline import Item, parsed
from odnos.lib import dates, html
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.record.found import address

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


def say(template: str, **values: Any) -> Markup:
    """Return a translated sentence with its values in place, escaped; names and titles stand out."""
    return escape(template) % {name: bold(value) for name, value in values.items()}


def bold(value: Any) -> Markup:
    return value if isinstance(value, Markup) else html.tag("b", value)


def name_of(user_id: int | None, ctx: Context) -> str:
    if user_id is None:
        return "Odnos"
    return ctx.titles.get(("user", user_id)) or _("Somebody")


def of_row(item: Item, whole: Row, ctx: Context, *, may_tick: bool) -> Line:
    """Return the words for a note or a task about the record `whole`, or about one of those around it."""
    row, who = item.row, name_of(item.actor_id, ctx)
    assert row is not None
    subject = subject_of(row, whole, ctx)
    if "due_on" in row.type.by_name:
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


def linked(kind: ObjectType, record_id: int, ctx: Context) -> Markup:
    """Return the name of another record as a link to it."""
    title = ctx.titles.get((kind.key, record_id)) or str(kind.label)
    return html.tag("a", title, href=address(kind, record_id), class_="link")


def todo(row: Row, ctx: Context, *, may_tick: bool = True) -> dict[str, Any]:
    """Return a task as its part draws it, with where its tick posts, if the reader may tick."""
    due = row["due_on"]
    late = bool(due and due < ctx.today and not row["is_done"])
    verb = "reopen" if row["is_done"] else "complete"
    words = [row.type.field("due_on").text(due, ctx)] if due else []
    if row["outcome"]:
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
    return any(item.told and item.object == entry.object_key for item in row.type.layout.related)


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
    path = kind.layout.path
    if not path or path not in entry.diff:
        return set()
    return {path, "status", "probability", "pipeline", "stage_since"}


def text(field_: Any, value: Any, ctx: Context) -> str:
    """Return a value of the trail as a person reads it."""
    if value is None:
        return ""
    try:
        return str(field_.text(parsed_value(field_, value, ctx), ctx))
    except (ValueError, TypeError, KeyError):
        return str(value)


def parsed_value(field_: Any, value: Any, ctx: Context) -> Any:
    return parsed(field_, value) if getattr(field_, "to", "") else field_.parse(value, ctx)


SAID = {
    "undone": ("undo", "none"),
    "converted": ("convert", "good"),
    "relinked": ("link", "none"),
    "deleted": ("bin", "bad"),
    "restored": ("restore", "good"),
    "merged": ("merge", "accent"),
    "shared": ("share", "accent"),
    "unshared": ("lock", "none"),
}


def own_words(
    entry: Entry, kind: ObjectType, who: str, ctx: Context, changes: list[Any]
) -> tuple[str, str, Markup]:
    """Return icon, tone and sentence for a change of the record itself."""
    label = escape(str(kind.label).lower())
    if entry.action == "created":
        made = (
            _("%(who)s imported this %(kind)s")
            if entry.source == "import"
            else _("%(who)s created this %(kind)s")
        )
        return "plus", "none", say(made, who=who, kind=label)
    path = kind.layout.path
    if path and path in entry.diff and entry.action in ("updated", "undone"):
        return step(entry, kind, who, ctx)
    if entry.action in ("shared", "unshared"):
        return *SAID[entry.action], shared_words(entry, who, ctx)
    if entry.action == "merged":
        title = (entry.diff.get("merged") or [None, {}])[1].get("title", "")
        return *SAID["merged"], say(
            _("%(who)s merged %(title)s into this %(kind)s"), who=who, title=title, kind=label
        )
    sentences = {
        "undone": _("%(who)s undid a change"),
        "converted": _("%(who)s converted this %(kind)s"),
        "relinked": _("%(who)s changed this with a merge or a conversion"),
        "deleted": _("%(who)s moved this %(kind)s to the bin"),
        "restored": _("%(who)s took this %(kind)s out of the bin"),
    }
    if entry.action in sentences:
        return *SAID[entry.action], say(sentences[entry.action], who=who, kind=label)
    return "edit", "none", edited(who, changes)


def edited(who: str, changes: list[Any]) -> Markup:
    if len(changes) == 1:
        return say(_("%(who)s changed %(field)s"), who=who, field=str(changes[0][0]))
    words = ngettext("%(who)s changed %(num)s field", "%(who)s changed %(num)s fields", len(changes))
    return say(words, who=who, num=escape(str(len(changes))))


def step(entry: Entry, kind: ObjectType, who: str, ctx: Context) -> tuple[str, str, Markup]:
    """Return the sentence for a step along the path; the ends of the path have a colour."""
    before, after = (text(kind.field(kind.layout.path), value, ctx) for value in entry.diff[kind.layout.path])
    status = (entry.diff.get("status") or [None, "open"])[1]
    icon, tone = {"won": ("won", "good"), "lost": ("lost", "bad")}.get(status, ("stage", "accent"))
    words = _("%(who)s moved the %(kind)s from %(old)s to %(new)s")
    return icon, tone, say(words, who=who, kind=escape(str(kind.label).lower()), old=before, new=after)


def around_words(
    entry: Entry, kind: ObjectType, who: str, ctx: Context, changes: list[Any]
) -> tuple[str, str, Markup]:
    """Return icon, tone and sentence for a change of a record beside this one."""
    title, label = linked(kind, entry.record_id, ctx), escape(str(kind.label).lower())
    path = kind.layout.path
    if entry.action in ("updated", "undone") and path and path in entry.diff:
        icon, tone, line = step(entry, kind, who, ctx)
        return icon, tone, line + Markup(" · ") + title
    if entry.action == "updated" and len(changes) == 1:
        words = _("%(who)s changed %(field)s of the %(kind)s %(title)s")
        return "edit", "none", say(words, who=who, field=str(changes[0][0]), kind=label, title=title)
    sentence = str(AROUND.get(entry.action, _("%(who)s changed the %(kind)s %(title)s")))
    icon, tone = ("plus", "none") if entry.action == "created" else SAID.get(entry.action, ("edit", "none"))
    return icon, tone, say(sentence, who=who, kind=label, title=title)


AROUND = {
    "created": gettext_lazy("%(who)s added the %(kind)s %(title)s"),
    "restored": gettext_lazy("%(who)s took the %(kind)s %(title)s out of the bin"),
    "shared": gettext_lazy("%(who)s shared the %(kind)s %(title)s"),
}


def shared_words(entry: Entry, who: str, ctx: Context) -> Markup:
    before, after = entry.diff.get("share") or [None, None]
    opening = after or before or {}
    reference = ("user", opening["user"]) if opening.get("user") else ("team", opening.get("team") or 0)
    whom = ctx.titles.get(reference) or _("somebody")
    if entry.action == "unshared":
        return say(_("%(who)s stopped sharing this with %(whom)s"), who=who, whom=whom)
    words = (
        _("%(who)s opened this to %(whom)s for changes")
        if opening.get("edit")
        else _("%(who)s shared this with %(whom)s")
    )
    return say(words, who=who, whom=whom)


def part_words(
    entry: Entry, kind: ObjectType, who: str, ctx: Context, _changes: list[Any]
) -> tuple[str, str, Markup]:
    """Return icon, tone and sentence for a change of a part of the record."""
    title = part_title(entry, kind, ctx)
    words = {
        "created": _("%(who)s added %(title)s"),
        "deleted": _("%(who)s removed %(title)s"),
        "restored": _("%(who)s put %(title)s back"),
    }
    icons = {"created": "plus", "deleted": "minus", "restored": "restore"}
    template = words.get(entry.action, _("%(who)s changed %(title)s"))
    return icons.get(entry.action, "list"), "none", say(template, who=who, title=title)


def part_title(entry: Entry, kind: ObjectType, ctx: Context) -> str:
    title = ctx.titles.get((kind.key, entry.record_id))
    return title or str(kind.label)
