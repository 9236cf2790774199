"""One feed for a store that several machines share: whoever has the turn in the operational base, until it ends."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection
from psycopg.conninfo import make_conninfo

TURN = 0x0D05_57A2


def address() -> str:
    """Return how the operational PostgreSQL is reached, in libpq's words."""
    given = connection.settings_dict
    words = {"dbname": given["NAME"], "user": given["USER"], "password": given["PASSWORD"]}
    words |= {"host": given["HOST"], "port": given["PORT"]}
    return make_conninfo(**{name: str(value) for name, value in words.items() if value})


def turn() -> Any:
    """Return what holds the turn for as long as it is kept; None while another machine has it."""
    line = psycopg.connect(address(), connect_timeout=5, autocommit=True)
    found = line.execute("SELECT pg_try_advisory_lock(%s)", [TURN]).fetchone()
    if found and found[0]:
        return line
    line.close()
    return None
