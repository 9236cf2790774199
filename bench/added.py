"""What an added field costs: working a formula out for every contact while people work, and lists in its order."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from bench.actors import Actor
from bench.client import Client
from bench.measures import PAGE, Measure
from bench.site import Site
from bench.table import milliseconds, quantile
from bench.writes import creator

FORMULA = "length(name) * 100 + length(ifempty(email, ''))"
NAME = "Weight"
PATIENCE = 1800
"""Seconds."""


@dataclass(frozen=True)
class Added:
    """A formula of every contact, and what working it out has cost."""

    name: str
    key: str
    contacts: int
    seconds: float
    pages: list[float]

    @property
    def said(self) -> str:
        page = f"{milliseconds(quantile(self.pages, 0.5))} / {milliseconds(quantile(self.pages, 0.95))} ms"
        return (
            f"- formula over {self.contacts:,} contacts: {self.contacts / self.seconds:,.0f} records/s in a job; aim 20,000; "
            f"meanwhile a list's first page took {page} (aim 40)"
        )


def added(site: Site, token: str, reader: Actor) -> Added:
    """Add a formula as an administrator does, and wait until the worker has worked it out and built its index."""
    client = creator(site, token)
    clear(site, client)
    body = {"object": "contact", "kind": "formula", "name": f"{NAME} {time.time_ns()}", "formula": FORMULA}
    answer = client.ask("POST", "/api/v1/custom-fields", json.dumps({**body, "is_fast": True}))
    if answer.status != 201:
        raise RuntimeError(f"field: {answer.status} {answer.body[:500]!r}")
    made = json.loads(answer.body)
    pages: list[float] = []
    started = time.perf_counter()
    while waiting(site, "custom.renew"):
        pages.append(reader.client.get("/contacts?view=all").app)
        time.sleep(0.2)
    seconds = time.perf_counter() - started
    while waiting(site, "custom.indexes") and time.perf_counter() - started < PATIENCE:
        time.sleep(1)
    site.settle()
    return Added(made["code"], f"f{made['id']}", contacts(site), seconds, pages)


def clear(site: Site, client: Client) -> None:
    """Delete the formulas of earlier runs on a kept base: each would be worked out with the new one, and its index be written."""
    found = json.loads(client.ask("GET", "/api/v1/custom-fields?fields=name&limit=200").body)["data"]
    earlier = [one["id"] for one in found if one["name"].startswith(NAME)]
    for number in earlier:
        client.ask("DELETE", f"/api/v1/custom-fields/{number}")
    started = time.perf_counter()
    while earlier and waiting(site, "custom.indexes") and time.perf_counter() - started < PATIENCE:
        time.sleep(0.2)


def waiting(site: Site, job: str) -> bool:
    """Whether the worker has not done a job yet. Stops the run when it never will."""
    with site.bare() as execute:
        states = [row[0] for row in execute("SELECT state FROM outbox_job WHERE name = ?", job).fetchall()]
    if "dead" in states:
        raise RuntimeError(f"{job} has failed for good")
    return not states or "ready" in states or "running" in states


def contacts(site: Site) -> int:
    with site.bare() as execute:
        return int(execute("SELECT count(*) FROM people_contact WHERE deleted_at IS NULL").fetchone()[0])


def measure(site: Site, actor: Actor, field: Added) -> Measure:
    """Lists in the order of the field, either way, and filtered by it: rare, frequent, and in its order."""
    value = (
        f"(custom ->> '{field.key}')::bigint"
        if site.database == "postgres"
        else f"json_extract(custom, '$.{field.key}')"
    )
    select, end = f"SELECT * FROM people_contact WHERE {actor.scope}", f"LIMIT {PAGE + 1}"
    asked = [
        (f"sort={field.name}", f"{select} AND {value} IS NOT NULL ORDER BY {value}, id {end}"),
        (f"sort=-{field.name}", f"{select} AND {value} IS NOT NULL ORDER BY {value} DESC, id DESC {end}"),
        (
            f"filter={field.name}.is:1720",
            f"{select} AND {value} = 17200000 ORDER BY updated_at DESC, id DESC {end}",
        ),
        (
            f"sort={field.name}&filter={field.name}.gt:1500",
            f"{select} AND {value} > 15000000 ORDER BY {value}, id {end}",
        ),
    ]
    paths = [f"/contacts?view=all&{query}" for query, _sql in asked]
    return Measure("sort and filter by an added field", 40, paths, [[sql] for _query, sql in asked])
