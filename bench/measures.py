"""What is measured: addresses, what they aim at, and the bare SQL of the same work."""

from __future__ import annotations

import base64
import datetime as dt
import json
import random
import re
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bench.actors import Actor
from bench.site import Site

PAGE = 50
SEARCHES = (
    "иванов",
    "ivanov",
    "novak an",
    "петров анна",
    "9161",
    "495 123",
    "bdfyjd",
    "ивонов",
    "договор",
    "krajnc",
    "анн",
    "щщщщ",
)
NEEDLES = (
    ("name", "novak"),
    ("name", "иванов"),
    ("name", "пётр в"),
    ("name", "zup"),
    ("name", "щщщ"),
    ("email", "novak"),
    ("email", "ana.kos12"),
    ("email", ".example"),
    ("phone", "9161"),
    ("phone", "495123"),
)


@dataclass(frozen=True)
class Measure:
    """`paths` are asked in turn; `bare` holds for each of them the statements that read the same rows; `aim` is milliseconds at p95."""

    name: str
    aim: float
    paths: list[str]
    bare: list[list[str]]


def of(site: Site, actor: Actor, *, size: int) -> Iterator[Measure]:
    """Yield every measure for an actor; pages far behind are at most as far as there are rows."""
    with site.bare() as execute:
        yield from lists(execute, actor, size)
        yield foreign(actor)
        yield contains(actor)
        yield records(execute, actor)
        yield board(execute, actor)
        yield dashboard(actor)
        yield searches(actor)


def lists(execute: Callable[..., Any], actor: Actor, size: int) -> Iterator[Measure]:
    sorts = {"contacts": ("people_contact", ("-updated_at", "name", "email", "-created_at", "last_name"))}
    sorts["deals"] = ("deals_deal", ("-updated_at", "-amount", "closes_on", "name"))
    first: list[tuple[str, str]] = []
    far: list[tuple[str, str]] = []
    for plural, (table, columns) in sorts.items():
        for sort in columns:
            column, order = sort.removeprefix("-"), "DESC" if sort.startswith("-") else "ASC"
            statement = f"SELECT * FROM {table} WHERE {actor.scope} AND {column} IS NOT NULL {{}} ORDER BY {column} {order}, id {order} LIMIT {PAGE + 1}"
            view = f"/{plural}?view=all&sort={sort}"
            first.append((view, statement.format("")))
            marker = cursor_at(execute, table, actor.scope, column, order, min(999, size // 100))
            if marker:
                sign = "<" if order == "DESC" else ">"
                literal = (
                    json.dumps(marker[0])
                    if isinstance(marker[0], int | float)
                    else "'" + str(marker[0]).replace("'", "''") + "'"
                )
                behind = f"AND ({column}, id) {sign} ({literal}, {marker[1]:d})"
                far.append((f"{view}&after={encoded(marker)}", statement.format(behind)))
    for name, pages in (("first page", first), ("1000th page", far)):
        paths, bare = [path for path, _sql in pages], [[sql] for _path, sql in pages]
        yield Measure(f"list, any sort, {name}", 40, paths, bare)


def foreign(actor: Actor) -> Measure:
    """The newest fifth of all contacts is nobody's in the representative's team, territory, subtree or shares."""
    newest = (
        f"SELECT * FROM people_contact WHERE {actor.scope} ORDER BY updated_at DESC, id DESC LIMIT {PAGE + 1}"
    )
    path = "/contacts?view=all&sort=-updated_at"
    return Measure("list behind a fifth of foreign contacts", 40, [path], [[newest]])


def cursor_at(
    execute: Callable[..., Any], table: str, scope: str, column: str, order: str, page: int
) -> tuple[Any, int] | None:
    """Return value and id of the last row of a page, found the slow way."""
    statement = f"SELECT {column}, id FROM {table} WHERE {scope} AND {column} IS NOT NULL ORDER BY {column} {order}, id {order} LIMIT 1 OFFSET {page * PAGE - 1}"
    row = execute(statement).fetchone()
    if row is None:
        return None
    value = row[0] if isinstance(row[0], int | str) else str(row[0])
    return value, row[1]


def encoded(marker: tuple[Any, int]) -> str:
    """Return a page marker as the list writes it; amounts travel as decimals, not as ten-thousandths."""
    value = f"{marker[0] / 10_000}" if isinstance(marker[0], int) else marker[0]
    if re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?", value):
        value += "+00:00"  # SQLite keeps moments in UTC without saying so
    return base64.urlsafe_b64encode(json.dumps([value, marker[1], False]).encode()).decode().rstrip("=")


def contains(actor: Actor) -> Measure:
    paths, bare = [], []
    for field, needle in NEEDLES:
        written = urllib.parse.quote(f'{field}.contains:"{needle}"')
        paths.append(f"/contacts?view=all&filter={written}")
        like = f"{actor.scope} AND {field} LIKE '%{needle}%'"
        bare.append([f"SELECT * FROM people_contact WHERE {like} ORDER BY updated_at DESC LIMIT {PAGE + 1}"])
    return Measure("contains-filter", 60, paths, bare)


def records(execute: Callable[..., Any], actor: Actor) -> Measure:
    rows = execute(
        f"SELECT id FROM deals_deal WHERE {actor.scope} ORDER BY updated_at DESC LIMIT 2000"
    ).fetchall()
    chosen = random.Random(3).sample([row[0] for row in rows], min(20, len(rows)))
    bare = [story(number) for number in chosen]
    return Measure("record with timeline", 60, [f"/deals/{number}" for number in chosen], bare)


def story(deal: int) -> list[str]:
    """Return what reads a deal with its names, stages, lines, links, notes, tasks and history."""
    about = f"about_object = 'deal' AND about_id = {deal:d} AND deleted_at IS NULL"
    newest = "ORDER BY created_at DESC, id DESC LIMIT 31"
    return [
        f"""SELECT d.*, c.name, u.name, p.name, t.name FROM deals_deal d JOIN deals_pipeline p ON p.id = d.pipeline_id
        LEFT JOIN people_company c ON c.id = d.company_id LEFT JOIN access_user u ON u.id = d.owner_id
        LEFT JOIN access_team t ON t.id = d.team_id WHERE d.id = {deal:d}""",
        f"""SELECT * FROM deals_stage WHERE deleted_at IS NULL AND pipeline_id =
        (SELECT pipeline_id FROM deals_deal WHERE id = {deal:d}) ORDER BY position""",
        f"SELECT * FROM deals_dealline WHERE deal_id = {deal:d} AND deleted_at IS NULL ORDER BY position",
        f"SELECT * FROM records_recordlink WHERE object_key = 'deal' AND record_id = {deal:d}",
        f"SELECT * FROM activities_note WHERE {about} {newest}",
        f"SELECT * FROM activities_task WHERE {about} {newest}",
        f"SELECT * FROM audit_entry WHERE object_key = 'deal' AND record_id = {deal:d} ORDER BY id DESC LIMIT 31",
    ]


def board(execute: Callable[..., Any], actor: Actor) -> Measure:
    """The bare side counts and sums too: open deals by stage, and those closed in the last ninety days."""
    stages = execute("SELECT id, kind FROM deals_stage ORDER BY position").fetchall()
    since = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=89)).isoformat()
    lately = f"closed_on >= '{since}'"
    parts = [
        f"SELECT * FROM (SELECT * FROM deals_deal WHERE {actor.scope} AND stage_id = {stage:d}"
        + (" ORDER BY position, id" if kind == "open" else f" AND {lately} ORDER BY closed_on DESC, id DESC")
        + f" LIMIT 26) AS s{stage:d}"
        for stage, kind in stages
    ]
    open_ = ", ".join(str(stage) for stage, kind in stages if kind == "open")
    sums = "amount_currency, count(*), sum(amount), sum(amount * (probability / 10000)) FROM deals_deal"
    totals = [
        f"SELECT stage_id, {sums} WHERE {actor.scope} AND stage_id IN ({open_}) GROUP BY 1, 2",
        f"SELECT stage_id, {sums} WHERE {actor.scope} AND {lately} GROUP BY 1, 2",
    ]
    return Measure(
        "board, 8 stages × 25, totals", 60, ["/deals/board"], [[" UNION ALL ".join(parts), *totals]]
    )


def dashboard(actor: Actor) -> Measure:
    """No aim was set for it; the bare side makes its four sums."""
    year = (dt.datetime.now(dt.UTC).date() - dt.timedelta(days=365)).isoformat()
    sums = f"count(*), sum(amount) FROM deals_deal WHERE {actor.scope}"
    bare = [
        f"SELECT stage_id, owner_id, amount_currency, {sums} AND status = 'open' GROUP BY 1, 2, 3",
        f"SELECT closed_on, status, amount_currency, {sums} AND closed_on >= '{year}' GROUP BY 1, 2, 3",
        f"SELECT stage_id, owner_id, amount_currency, {sums} AND status = 'won' GROUP BY 1, 2, 3",
        "SELECT from_stage_id, to_stage_id, count(*) FROM deals_stagechange WHERE from_stage_id IS NOT NULL GROUP BY 1, 2",
    ]
    return Measure("dashboard", 100, ["/"], [bare])


def searches(actor: Actor) -> Measure:
    paths = [f"/search?part=palette&q={urllib.parse.quote(words)}" for words in SEARCHES]
    bare = [
        [f"SELECT * FROM people_contact WHERE {actor.scope} AND name LIKE '{words}%' LIMIT 20"]
        for words in SEARCHES
    ]
    return Measure("search, as one types", 50, paths, bare)
