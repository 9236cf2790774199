"""What happened, in sentences: who did what to which record, with the values before and after."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup, escape

from odnos.engine.audit.models import Entry
from odnos.engine.records.timeline import parsed
from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields import Date
from odnos.objects.registry import ObjectType
from odnos.web.pages.record.found import address

UNTIL = Date("until", "")


def say(template: str, **values: Any) -> Markup:
    """Return a translated sentence with its values in place, escaped; names and titles stand out."""
    return escape(template) % {name: bold(value) for name, value in values.items()}


def bold(value: Any) -> Markup:
    return value if isinstance(value, Markup) else html.tag("b", value)


def name_of(user_id: int | None, ctx: Context) -> str:
    if user_id is None:
        return "Odnos"
    return ctx.titles.get(("user", user_id)) or _("Somebody")


def linked(kind: ObjectType, record_id: int, ctx: Context) -> Markup:
    """Return the name of another record as a link to it."""
    title = ctx.titles.get((kind.key, record_id)) or str(kind.label)
    return html.tag("a", title, href=address(kind, record_id), class_="link")


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
    path = kind.path
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
    before, after = (text(kind.field(kind.path), value, ctx) for value in entry.diff[kind.path])
    status = (entry.diff.get("status") or [None, "open"])[1]
    icon, tone = {"won": ("won", "good"), "lost": ("lost", "bad")}.get(status, ("stage", "accent"))
    words = _("%(who)s moved the %(kind)s from %(old)s to %(new)s")
    return icon, tone, say(words, who=who, kind=escape(str(kind.label).lower()), old=before, new=after)


def around_words(
    entry: Entry, kind: ObjectType, who: str, ctx: Context, changes: list[Any]
) -> tuple[str, str, Markup]:
    """Return icon, tone and sentence for a change of a record beside this one."""
    title, label = linked(kind, entry.record_id, ctx), escape(str(kind.label).lower())
    path = kind.path
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
    if until := opening.get("until"):
        words = (
            _("%(who)s opened this to %(whom)s for changes until %(until)s")
            if opening.get("edit")
            else _("%(who)s shared this with %(whom)s until %(until)s")
        )
        moment = dt.datetime.fromisoformat(until).astimezone(ctx.timezone) - dt.timedelta(microseconds=1)
        return say(words, who=who, whom=whom, until=UNTIL.text(moment.date(), ctx))
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
