"""Who measures: a representative who sees a tenth and what is in their territory, below them and shared with them, a manager
and an administrator who see all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bench.client import Client
from bench.fill import PASSWORD
from bench.site import Site

NAMES = {"representative": "representative0-1", "manager": "manager0", "administrator": "administrator"}


@dataclass
class Actor:
    """A signed-in person. `scope` is the condition on a record table that says what they see, in bare SQL."""

    role: str
    email: str
    client: Client
    scope: str


def signed_in(site: Site) -> list[Actor]:
    """Sign everybody in."""
    found = []
    for role, name in NAMES.items():
        client = Client(site.port)
        client.sign_in(f"{name}@bench.example", PASSWORD)
        found.append(
            Actor(role, f"{name}@bench.example", client, scope_of(site, role, f"{name}@bench.example"))
        )
    return found


def scope_of(site: Site, role: str, email: str) -> str:
    if role != "representative":
        return "deleted_at IS NULL"
    with site.bare() as execute:
        row: Any = execute("SELECT id, team_id FROM access_user WHERE email = ?", email).fetchone()
    return f"deleted_at IS NULL AND (team_id = {row[1]:d} OR owner_id = {row[0]:d} OR territory_id = 1)"
