"""Fills an empty SQLite installation with sales to be counted: `python -m bench.analytics_fill`, in the environment of the installation.

Rows are written by SQL alone, the same ones each time: what is measured is how they are copied and asked, not how they came.
Prints a line of JSON per table: how many rows, in how many seconds.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bench.sizes import SCALE

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
DAYS = 1095
UNITS = 10_000
STAGES = 6
PEOPLE = 50
PER_TEAM = 5


def number(count: int) -> int:
    return max(100, int(count * SCALE))


CONTACTS, COMPANIES, PRODUCTS = number(100_000), number(20_000), 500
ORDERS, DEALS = number(1_000_000), number(300_000)
LINES = ORDERS
CHANCE = "((n * {prime} + {shift}) % 1000003 / 1000003.0)"
"""A number from 0 to 1 that a row always has."""


@dataclass(frozen=True)
class Rows:
    """`count` rows of a model: an expression over their number `n` for each attribute that has no default."""

    key: str
    model: Any
    count: int
    given: Mapping[str, str]


def chance(prime: int, shift: int = 0) -> str:
    return CHANCE.format(prime=prime, shift=shift)


def moment(share: str) -> str:
    """Return the SQL of a moment, the part `share` of the way from the first day to now."""
    first = int((NOW - dt.timedelta(days=DAYS)).timestamp())
    return f"datetime({first} + CAST({share} * {DAYS * 86400} AS INTEGER), 'unixepoch')"


def amount(name: str, sql: str) -> dict[str, str]:
    return {name: sql, f"{name}_currency": "'EUR'"}


def owned(prime: int) -> dict[str, str]:
    """Return the expressions of whose a record is; the first user is the administrator, teams follow the office."""
    who = f"CAST({chance(prime)} * {PEOPLE} AS INTEGER)"
    return {"owner_id": f"{who} + 2", "team_id": f"{who} / {PER_TEAM} + 2"}


def tables() -> Iterator[Rows]:
    """Yield what there is, in the order in which rows name one another."""
    from odnos.objects.registry import registry

    def rows(key: str, count: int, **given: str) -> Rows:
        return Rows(key, registry.get(key).model, count, given)

    yield rows("product", PRODUCTS, name="'Product ' || n", **amount("price", f"(n % 97 + 3) * {UNITS}"))
    yield rows(
        "company",
        COMPANIES,
        name="'Company ' || n",
        industry="CASE n % 4 WHEN 0 THEN 'retail' WHEN 1 THEN 'software' WHEN 2 THEN 'finance' ELSE 'services' END",
        **owned(7919),
    )
    yield rows(
        "contact", CONTACTS, name="'Contact ' || n", email="'c' || n || '@sales.example'", **owned(6007)
    )
    placed = moment(chance(104_729, 17))
    paid = f"CAST(({chance(15_485_863)} * 900 + 5) * 100 AS INTEGER) * {UNITS // 100}"
    yield rows(
        "order",
        ORDERS,
        number="'O' || n",
        contact_id=f"CAST({chance(32_452_843)} * {chance(49_979_687, 5)} * {CONTACTS} AS INTEGER) + 1",
        placed_at=placed,
        created_at=placed,
        state="CASE n % 20 WHEN 0 THEN 'cancelled' WHEN 1 THEN 'draft' WHEN 2 THEN 'placed' ELSE 'paid' END",
        channel="CASE n % 4 WHEN 0 THEN 'web' WHEN 1 THEN 'shop' WHEN 2 THEN 'phone' ELSE 'sales' END",
        **amount("subtotal", paid),
        **amount("total", paid),
        **owned(5003),
    )
    yield rows(
        "order_line",
        LINES,
        order_id="n",
        product_id=f"CAST({chance(86_028_121)} * {PRODUCTS} AS INTEGER) + 1",
        quantity=str(UNITS),
        created_at=placed,
        **amount("unit_price", paid),
        **amount("amount", paid),
        **owned(5003),
    )
    yield deals()
    yield stage_changes()


STEPS = "(n % 5 + 1)"
"""How many stages a deal was in."""
OUTCOME = "(CASE WHEN n % 5 = 0 OR n % 10 < 4 THEN 'open' WHEN n % 2 = 1 THEN 'won' ELSE 'lost' END)"
BEGAN = chance(67_867_967, 3) + " * 0.9"
STAY = "(CAST({chance} * 12 * 86400 AS INTEGER) + 3600)"


def deals() -> Rows:
    from odnos.domains.deals.models import Deal

    ended = f"date({moment(BEGAN)}, '+' || {STEPS} * 6 || ' days')"
    is_over = f"{OUTCOME} <> 'open'"
    given = {
        "name": "'Deal ' || n",
        "company_id": f"CAST({chance(12_582_917)} * {COMPANIES} AS INTEGER) + 1",
        "pipeline_id": "1",
        "stage_id": last_stage(OUTCOME),
        "stage_since": moment(BEGAN),
        "created_at": moment(BEGAN),
        "status": OUTCOME,
        "started_on": f"date({moment(BEGAN)})",
        "closes_on": ended,
        "closed_on": f"CASE WHEN {is_over} THEN {ended} END",
        "lost_reason": f"CASE WHEN {OUTCOME} = 'lost' THEN CASE n % 3 WHEN 0 THEN 'price' WHEN 1 THEN 'timing' ELSE 'other' END ELSE '' END",
        "source": "CASE n % 3 WHEN 0 THEN 'Web' WHEN 1 THEN 'Fair' ELSE 'Call' END",
        **amount("amount", f"CAST({chance(50_331_653)} * 100000 AS INTEGER) * {UNITS}"),
        **owned(4001),
    }
    return Rows("deal", Deal, DEALS, given)


def last_stage(outcome: str) -> str:
    return f"CASE {outcome} WHEN 'won' THEN {STAGES + 1} WHEN 'lost' THEN {STAGES + 2} ELSE {STEPS} END"


def stage_changes() -> Rows:
    """Return the steps of all deals: the row `n` is of the deal `n % DEALS`, three of each on the average."""
    from odnos.domains.deals.models import StageChange

    step, stay = "s", STAY.format(chance=chance(25_165_843, 11))
    given = {
        "deal_id": "n",
        "from_stage_id": f"CASE WHEN {step} > 1 THEN {step} - 1 END",
        "to_stage_id": f"CASE WHEN {step} = {STEPS} THEN {last_stage(OUTCOME)} ELSE {step} END",
        "at": f"datetime({moment(BEGAN)}, '+' || (({step} - 1) * 6) || ' days')",
        "seconds": f"CASE WHEN {step} > 1 THEN {stay} END",
    }
    return Rows("stage_change", StageChange, DEALS, given)


def insertion(rows: Rows) -> str:
    """Return the statement that writes rows."""
    written = f"'{NOW:%Y-%m-%d %H:%M:%S}'"
    given = {"id": "n", "version": "1", "created_at": written, "updated_at": written, **rows.given}
    is_step = rows.key == "stage_change"
    columns: dict[str, str] = {}
    for field in rows.model._meta.concrete_fields:
        if is_step and field.attname == "id":
            continue
        columns[field.column] = given.get(field.attname) or literal(field.get_default())
    numbers = (
        f"WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {rows.count})"
    )
    steps = f" JOIN (VALUES {', '.join(f'({one})' for one in range(1, 6))}) AS steps ON column1 <= {STEPS}"
    source = f"(SELECT n, column1 AS s FROM numbers{steps})" if is_step else "numbers"
    names = ", ".join(f'"{name}"' for name in columns)
    return f'INSERT INTO "{rows.model._meta.db_table}" ({names}) {numbers} SELECT {", ".join(columns.values())} FROM {source}'


def literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, dict | list):
        return f"'{json.dumps(value)}'"
    return f"'{value}'" if isinstance(value, str) else str(int(value) if isinstance(value, bool) else value)


def write(rows: Rows, base: sqlite3.Connection) -> None:
    """Write rows without their indexes, make those anew, and say how long it took."""
    started = time.perf_counter()
    table = rows.model._meta.db_table
    indexes = base.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
        [table],
    ).fetchall()
    for name, _sql in indexes:
        base.execute(f'DROP INDEX "{name}"')
    made = base.execute(insertion(rows)).rowcount
    for _name, sql in indexes:
        base.execute(sql)
    base.commit()
    spent = round(time.perf_counter() - started, 2)
    print(json.dumps({"object": rows.key, "count": made, "seconds": spent}), flush=True)


def main() -> None:
    """Fill the installation that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    import django

    django.setup()
    from django.db import connection

    from bench.fill import Filling
    from odnos.config.command import migrate_

    migrate_.migrate()
    filling = Filling()
    filling.people()
    filling.stages()
    connection.close()
    base = sqlite3.connect(connection.settings_dict["NAME"], timeout=60)
    for pragma in ("synchronous = OFF", "cache_size = -400000", "temp_store = MEMORY"):
        base.execute(f"PRAGMA {pragma}")
    for rows in tables():
        write(rows, base)
    base.execute("ANALYZE")
    base.commit()
    base.close()


if __name__ == "__main__":
    main()
