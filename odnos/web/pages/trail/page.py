"""The page of the trail: per record, per person, per object, and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.engine.access.actor import Actor
from odnos.engine.audit import asking, sight, trail
from odnos.engine.audit.asking import Question
from odnos.engine.audit.models import Entry
from odnos.engine.records import read, timeline
from odnos.lib import dates
from odnos.lib.tables import write
from odnos.objects.context import Context
from odnos.objects.fields import Link
from odnos.objects.registry import registry
from odnos.web.given import whole
from odnos.web.pages.lists import controls
from odnos.web.pages.record.found import address
from odnos.web.pages.record.sentences import name_of
from odnos.web.pages.record.story import changes_of
from odnos.web.pages.settings.sections import show
from odnos.web.pages.trail import asked as asking_of
from odnos.web.pages.trail.words import ACTIONS, deed, source_of, token_names

PAGE = 50
PLAIN = "text/csv; charset=utf-8"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show what was done, newest first: everybody's deeds to administrators, their own to others."""
    visit = request.visit  # type: ignore[attr-defined]
    by, asked = visit.by, asking_of.read(request)
    found = asking.page(asked.question, by=by, before=whole(request.GET.get("before")), limit=PAGE + 1)
    entries = sight.told(found[:PAGE], by=by)
    ctx = visit.ctx(titles_of(entries, asked.question, by=by))
    tokens = token_names(entries)
    context = {
        "lines": [line(entry, ctx, tokens) for entry in entries],
        "older": asked.address(before=found[PAGE - 1].pk) if len(found) > PAGE else "",
        "file": asked.address("/settings/trail/export"),
        "given": asked.given,
        "about": ctx.titles.get((asked.question.object_key, asked.question.record_id or 0)),
        "everybody": by.is_administrator,
        "person": controls.control(
            request, None, Link("person", _("Person"), to="user"), asked.question.actor_id
        ),
        "objects": [("", _("Any")), *sorted(((kind.key, str(kind.plural)) for kind in registry), key=second)],
        "actions": [("", _("Any")), *sorted(((key, str(said)) for key, said in ACTIONS.items()), key=second)],
    }
    return show(request, "pages/settings_trail.html", "trail", context)


def second(pair: tuple[str, str]) -> str:
    return pair[1].casefold()


def titles_of(entries: Sequence[Entry], question: Question, *, by: Actor) -> dict[Any, str | None]:
    refs = {ref for entry in entries for ref in timeline.named_by_entry(entry)}
    refs |= {("user", entry.actor_id) for entry in entries if entry.actor_id}
    if question.record_id is not None and question.object_key in registry:
        refs.add((question.object_key, question.record_id))
    return read.titles(refs, by=by)


def line(entry: Entry, ctx: Context, tokens: dict[int, str]) -> dict[str, Any]:
    """Return an entry as the page shows it. What a reader may not see any more is told without its values."""
    kind = registry.get(entry.object_key) if entry.object_key in registry else None
    title = ctx.titles.get((entry.object_key, entry.record_id))
    local = entry.at.astimezone(ctx.timezone)
    return {
        "id": entry.pk,
        "when": f"{dates.show_date(local.date(), locale=ctx.locale, today=ctx.today)}, {local:%H:%M}",
        "exact": f"{local:%Y-%m-%d %H:%M:%S}",
        "who": name_of(entry.actor_id, ctx),
        "from": source_of(entry, tokens),
        "kind": str(kind.label) if kind else {"organisation": _("Company")}.get(entry.object_key, ""),
        "title": title or (str(entry.record_id) if entry.record_id else ""),
        "href": address(kind, entry.record_id) if kind and title else "",
        "deed": deed(entry.action),
        "changes": changes_of(entry, kind, ctx) if kind and title else [],
        "told": told(entry, kind),
        "erased": entry.erased_by_id is not None,
    }


def told(entry: Entry, kind: Any) -> str:
    """Return what an entry tells besides the values of fields: which were read, what was exported."""
    if entry.action in ("read", "exported", "person_erased", "person_exported", "retention_ran"):
        after = {
            name: pair[1] for name, pair in entry.diff.items() if isinstance(pair, list) and len(pair) == 2
        }
        return "; ".join(f"{label_of(name, kind)}: {plain(value, kind)}" for name, value in after.items())
    return ""


def label_of(name: str, _kind: Any) -> str:
    known = {
        "fields": _("fields"),
        "rows": _("rows"),
        "filter": _("filter"),
        "sensitive": _("sensitive"),
        "format": _("format"),
    }
    return known.get(name, name.replace("_", " "))


def plain(value: Any, kind: Any) -> str:
    if isinstance(value, list):
        return ", ".join(
            str(kind.by_name[item].label) if kind and item in kind.by_name else str(item)
            for item in value[:30]
        )
    return str(value)


@require_GET
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Stream everything that the address asks for as a table; that this was done is in the trail as well."""
    visit = request.visit  # type: ignore[attr-defined]
    by, asked = visit.by, asking_of.read(request)
    said = {name: [None, value] for name, value in asked.given.items() if value}
    trail.note("exported", object_key="trail", record_id=0, by=by, at=visit.at, diff=said)
    blocks = write.csv_blocks(HEAD, cells(asked.question, by=by, ctx=visit.ctx()))
    answer = StreamingHttpResponse(blocks, content_type=PLAIN)
    answer["Content-Disposition"] = f'attachment; filename="trail-{visit.at:%Y-%m-%d}.csv"'
    return answer


HEAD = [
    "id",
    "at",
    "actor_id",
    "actor",
    "source",
    "address",
    "token",
    "object",
    "record_id",
    "version",
    "action",
    "field",
    "old",
    "new",
    "change_set",
    "erased_by",
]


def cells(question: Question, *, by: Actor, ctx: Context) -> Iterator[list[Any]]:
    """Yield a row for each field that an entry changed, one for an entry that changed none."""
    for batch in asking.everything(question, by=by):
        entries = sight.told(batch, by=by)
        refs = {("user", entry.actor_id) for entry in entries if entry.actor_id}
        if not by.is_administrator:
            refs |= {(entry.object_key, entry.record_id) for entry in entries}
        names = read.titles(refs, by=by)
        tokens = token_names(entries)
        for entry in entries:
            shown = by.is_administrator or names.get((entry.object_key, entry.record_id)) is not None
            yield from rows(entry, ctx, names, tokens, shown=shown)


def rows(
    entry: Entry, ctx: Context, names: dict[Any, str | None], tokens: dict[int, str], *, shown: bool
) -> Iterator[list[Any]]:
    head = [
        entry.pk,
        entry.at.astimezone(ctx.timezone).isoformat(timespec="seconds"),
        entry.actor_id or "",
        names.get(("user", entry.actor_id or 0)) or "",
        entry.source,
        entry.address,
        tokens.get(entry.token_id or 0, ""),
        entry.object_key,
        entry.record_id,
        entry.version,
        entry.action,
    ]
    tail = [entry.change_set_id or "", entry.erased_by_id or ""]
    pairs = [(name, pair) for name, pair in entry.diff.items() if isinstance(pair, list) and len(pair) == 2]
    for name, (old, new) in pairs if shown else ():
        yield [*head, name, as_text(old), as_text(new), *tail]
    if not pairs or not shown:
        yield [*head, "", "", "", *tail]


def as_text(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return orjson.dumps(value).decode()
