"""`python -m bench.changing [records]`: how fast the kind of a field is changed, on the database that DATABASE_URL or ODNOS_DATA names.

It must be a new, empty one: `ODNOS_DATA=$(mktemp -d) python -m bench.changing 1000000`.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time

import django
from django.core.management import call_command

FILL = """INSERT INTO people_company (name, external_id, version, created_at, updated_at, custom, {columns})
SELECT 'Company ' || n, '', 1, %s, %s, {custom}, {values} FROM ({numbers}) AS numbers /*write:people_company*/"""


def main(records: int) -> None:
    """Fill a table with texts, most of which are numbers; look at them, convert them, and say how long each took."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    from odnos.engine.access.actor import system_actor
    from odnos.engine.custom import actions as fields
    from odnos.engine.custom.changing import actions
    from odnos.engine.tables import definitions
    from tests.working import drain

    by, at = system_actor("a measurement"), dt.datetime.now(dt.UTC)
    field = fields.make(
        {"object": "company", "kind": "text", "name": "Budget", "is_fast": True}, by=by, at=at
    )
    definitions.refresh()
    drain()
    fill(records, f"f{field.id}", at)
    row = actions.row_of(field.id, by=by)
    started = time.perf_counter()
    seen, _used = actions.look(row, "number", {"places": 2}, by=by, at=at)
    looked = time.perf_counter()
    print(
        f"{records:,} records: looked at in {looked - started:.1f} s, {seen.fit:,} fit, {seen.unfit:,} do not"
    )
    actions.begin(row, "number", {"places": 2}, keep=False, by=by, at=at)
    began, busy = time.perf_counter(), time.process_time()
    drain()
    took, busy = time.perf_counter() - began, time.process_time() - busy
    print(
        f"converted and indexed in {took:.1f} s: {records / took:,.0f} records/s; "
        f"{busy:.1f} s of them busy here: {records / busy:,.0f} records/s"
    )


def fill(records: int, key: str, at: dt.datetime) -> None:
    """Insert companies whose field holds a number, or in one of a hundred something else."""
    from django.db import connection

    from odnos.engine.access import tripwire
    from odnos.objects.registry import registry

    model = registry.get("company").model
    given = {"name", "external_id", "version", "created_at", "updated_at", "custom", "id"}
    rest = {
        item.column: item.get_default() for item in model._meta.concrete_fields if item.column not in given
    }
    plain = {name: literal(value) for name, value in rest.items()}
    written = "CASE WHEN n % 100 = 0 THEN n || ' pcs' ELSE (n % 50000) || '.5' END"
    is_postgresql = connection.vendor == "postgresql"
    made = "jsonb_build_object" if is_postgresql else "json_object"
    numbers = (
        f"SELECT generate_series(1, {records}) AS n"
        if is_postgresql
        else f"WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {records}) SELECT n FROM s"
    )
    statement = FILL.format(
        columns=", ".join(f'"{name}"' for name in plain),
        custom=f"{made}('{key}', {written.replace('%', '%%')})",
        values=", ".join(plain.values()),
        numbers=numbers,
    )
    with tripwire.suspended("a measurement fills its own base"), connection.cursor() as cursor:
        cursor.execute(statement, [at, at])


def literal(value: object) -> str:
    """Return the SQL of a column's default."""
    if value is None:
        return "NULL"
    if isinstance(value, list | dict):
        return f"'{'[]' if isinstance(value, list) else '{}'}'"
    return f"'{value}'" if isinstance(value, str) else str(value)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
