"""Everything about one person in one file: the records as JSON and as a page to read, their trail, their files."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from markupsafe import Markup

from odnos.engine.access.actor import Actor
from odnos.engine.access.models import SignIn, Token
from odnos.engine.access.working import working_actor
from odnos.engine.audit import trail
from odnos.engine.audit.models import Entry
from odnos.engine.outbox import jobs
from odnos.engine.outbox.running import Run
from odnos.engine.privacy import allowed, person
from odnos.engine.privacy.models import Dossier
from odnos.engine.privacy.person import Person
from odnos.engine.records import files, read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.lib import html
from odnos.objects.context import Context
from odnos.objects.fields import File

State = Dossier.State
KEPT = dt.timedelta(days=3)
TOLD = 500


def begin(object_key: str, record_id: int, *, by: Actor, at: dt.datetime) -> Dossier:
    """Have the worker write everything about a person into a file. Raises Denied, NotFound."""
    allowed.check(by)
    person.find(object_key, record_id)
    with transaction.atomic():
        made = Dossier.objects.create(
            actor_id=by.user_id or 0,
            object_key=object_key,
            record_id=record_id,
            created_at=at,
            expires_at=at + KEPT,
        )
        trail.note("person_exported", object_key=object_key, record_id=record_id, by=by, at=at)
        jobs.enqueue("privacy.dossier", {"dossier_id": made.pk}, at=at, key=f"dossier:{made.pk}")
    return made


def get(dossier_id: int, *, by: Actor) -> Dossier:
    """Return a file that `by` asked for. Raises NotFound."""
    found = Dossier.objects.filter(pk=dossier_id, actor_id=by.user_id or 0).first()
    if found is None or not by.is_administrator:
        raise NotFound(f"dossier {dossier_id}")
    return found


def path_of(dossier: Dossier) -> Path:
    folder = Path(settings.DATA) / "persons"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / f"{dossier.pk}-{dossier.created_at:%Y%m%d%H%M%S%f}.zip"


def forget(dossier: Dossier) -> None:
    """Remove a file about a person."""
    path_of(dossier).unlink(missing_ok=True)
    Dossier.objects.filter(pk=dossier.pk).delete()


def write(dossier: Dossier, run: Run) -> None:
    """Write the file. Raises Denied for who may not have it any more, NotFound for a person who is gone."""
    by = working_actor(dossier.actor_id, source="export")
    allowed.check(by)
    found = person.find(dossier.object_key, dossier.record_id)
    total = len(found.own) + len(found.around)
    with run.step():
        Dossier.objects.filter(pk=dossier.pk).update(state=State.RUNNING, total=total, done=0)
    path = path_of(dossier)
    unfinished = path.with_suffix(".unfinished")
    with override(by.locale), zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
        fill(archive, found, by=by, at=dossier.created_at)
    unfinished.replace(path)
    with run.step() as at:
        Dossier.objects.filter(pk=dossier.pk).update(
            state=State.DONE,
            done=total,
            size=path.stat().st_size,
            finished_at=at,
            expires_at=at + KEPT,
        )


def fill(archive: zipfile.ZipFile, found: Person, *, by: Actor, at: dt.datetime) -> None:
    """Put into the archive what there is: data.json, index.html, trail.jsonl and the files."""
    names = read.references(found.own, ()) | {
        ref for row in [*found.own, *found.around] for ref in read.references([row], row.type.by_name)
    }
    ctx = by.context(at, read.titles(names, by=by))
    told: dict[str, Any] = {
        "made_at": at.isoformat(),
        "person": [as_json(row) for row in found.rows],
        "about": [as_json(row) for row in found.parts],
        "mentioned_in": [named(row) for row in found.around],
        **accounts_of(found),
    }
    archive.writestr("data.json", orjson.dumps(told, option=orjson.OPT_INDENT_2, default=str))
    archive.writestr("index.html", page(found, ctx))
    with archive.open("trail.jsonl", "w") as file:
        for entry in entries(found):
            file.write(orjson.dumps(line(entry), default=str) + b"\n")
    for name, path in attachments(found):
        archive.write(path, f"files/{name}")


def as_json(row: Row) -> dict[str, Any]:
    """Return a record with all its fields."""
    return {
        "object": row.type.key,
        "id": row.id,
        "in_bin": row.columns["deleted_at"] is not None,
        **{field.name: field.json(row[field.name]) for field in row.type.all_fields},
    }


def named(row: Row) -> dict[str, Any]:
    """A record that names the person, or that they name: that there is one, not what else is in it."""
    return {"object": row.type.key, "id": row.id, "title": row.title}


def accounts_of(found: Person) -> dict[str, Any]:
    """Return how a user signed in: sessions and the names of tokens, no secrets."""
    ids = [row.id for row in found.rows if row.type.key == "user"]
    if not ids:
        return {}
    sign_ins = SignIn.objects.filter(user_id__in=ids).order_by("pk").values("at", "address", "browser")
    tokens = Token.objects.filter(user_id__in=ids).order_by("pk").values("name", "created_at", "used_at")
    return {"sign_ins": list(sign_ins), "tokens": list(tokens)}


def entries(found: Person) -> Iterator[Entry]:
    """Yield the trail about the person, and what they did themselves."""
    yield from person.entries_of(row.reference for row in found.own)
    for row in found.rows:
        if row.type.key == "user":
            yield from Entry.objects.filter(actor_id=row.id).order_by("pk").iterator(chunk_size=TOLD)


def line(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.pk,
        "at": entry.at,
        "by": entry.actor_id,
        "source": entry.source,
        "address": entry.address,
        "object": entry.object_key,
        "record": entry.record_id,
        "action": entry.action,
        "changes": entry.diff,
    }


def attachments(found: Person) -> Iterator[tuple[str, Path]]:
    """Yield the files that the person's records name, with a name that no two have."""
    for row in found.own:
        for item in row.type.all_fields:
            value = row[item.name] if isinstance(item, File) else None
            if value and (path := files.path_of(value["sha256"])).is_file():
                yield f"{row.type.key}-{row.id}-{files.clean_name(value['name'])}", path


def page(found: Person, ctx: Context) -> str:
    """Return the page that a person can read: every field that is filled in, record by record."""
    title = found.rows[0].title
    parts = [html.tag("h1", title)]
    parts += [section(row, ctx) for row in found.own]
    if found.around:
        items = [html.tag("li", f"{row.type.label}: {row.title}") for row in found.around]
        parts += [html.tag("h2", _("Mentioned in")), html.tag("ul", *items)]
    parts.append(html.tag("p", _("What was done with these records is in trail.jsonl, one line each.")))
    head = html.tag("head", html.tag("meta", charset="utf-8"), html.tag("title", title))
    return f"<!doctype html>\n{html.tag('html', head, html.tag('body', *parts), lang=ctx.locale)}"


def section(row: Row, ctx: Context) -> Markup:
    filled = [
        (str(item.label), item.text(row[item.name], ctx))
        for item in row.type.all_fields
        if not item.is_empty(row[item.name])
    ]
    rows: Iterable[Markup] = (
        html.tag("tr", html.tag("th", label, align="left"), html.tag("td", text)) for label, text in filled
    )
    head = f"{row.type.label} {row.id}"
    return html.tag("section", html.tag("h2", head), html.tag("table", *rows))
