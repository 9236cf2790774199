"""How far a person reaches besides their role: what is shared with them, who reports to them, which territories are theirs.

Asked on every request, with what their company says of amounts and numbers, so it is one statement, and it asks only for what the person's role makes use of.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import DateTimeField

from odnos.engine.access import roles
from odnos.engine.access.models import User
from odnos.objects.access import reaches

SHARED = """SELECT 'shared', object_key, record_id, CASE WHEN may_edit THEN 1 ELSE 0 END FROM access_share
WHERE (user_id = %s OR team_id = %s) AND (until IS NULL OR until > %s)"""
SHARED_FOR_GOOD = """SELECT 'shared', object_key, record_id, CASE WHEN may_edit THEN 1 ELSE 0 END FROM access_share
WHERE (user_id = %s OR team_id = %s) AND until IS NULL"""
FLOOR = "SELECT see, object_key, 0, 0 FROM access_organisationdefault"
COMPANY = """SELECT 'currency', currency, 0, 0 FROM access_organisation WHERE id = (SELECT MIN(id) FROM access_organisation)
UNION ALL
SELECT 'country', country, 0, 0 FROM access_organisation WHERE id = (SELECT MIN(id) FROM access_organisation)"""
BELOW = """WITH RECURSIVE report(id) AS (
SELECT id FROM access_user WHERE manager_id = %s UNION
SELECT u.id FROM access_user u JOIN report r ON u.manager_id = r.id),
child(id) AS (SELECT id FROM access_team WHERE parent_id = %s AND deleted_at IS NULL UNION
SELECT t.id FROM access_team t JOIN child c ON t.parent_id = c.id WHERE t.deleted_at IS NULL)"""
PEOPLE = "SELECT 'people', '', id, 0 FROM report"
TEAMS = "SELECT 'teams', '', id, 0 FROM child"
TERRITORIES = """SELECT 'territories', '', l.record_id, 0 FROM records_recordlink l
JOIN access_territory t ON t.id = l.record_id AND t.deleted_at IS NULL
WHERE l.object_key = 'territory'
AND ((l.field = 'people' AND l.to_key = 'user' AND l.to_id = %s) OR (l.field = 'teams' AND l.to_key = 'team' AND l.to_id = %s))"""

Opened = Mapping[str, frozenset[int]]


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Records by object that were opened to a person, the least that everybody sees, and whose records are theirs to see.

    With the currency and the country of the company, as a new one has them before it is set up.
    """

    shared: Opened = field(default_factory=dict)
    editable: Opened = field(default_factory=dict)
    floor: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    territories: frozenset[int] = frozenset()
    currency: str = "EUR"
    country: str = "SI"


def of(user: User, *, at: dt.datetime | None) -> Reached:
    """Return what `user` reaches `at` a moment."""
    return gathered(rows(user, at=at), but=user.pk)


def rows(user: User, *, at: dt.datetime | None) -> list[tuple[str, str, int, int]]:
    whom = [user.pk, user.team_id]
    widest = roles.get(user.role).widest
    parts, given, before = [], [], ""
    if reaches(widest, "subtree"):
        before, given = BELOW, [*whom]
        parts += [PEOPLE, TEAMS]
    parts += [SHARED if at else SHARED_FOR_GOOD, FLOOR, COMPANY]
    given += [*whom, *([moment(at)] if at else [])]
    if reaches(widest, "territory"):
        parts.append(TERRITORIES)
        given += whom
    with connection.cursor() as cursor:
        cursor.execute(f"{before} {' UNION ALL '.join(parts)}", given)
        return list(cursor.fetchall())


def moment(at: dt.datetime) -> Any:
    return DateTimeField().get_db_prep_value(at, connection, prepared=False)


def gathered(found: Iterable[tuple[str, str, int, int]], *, but: int) -> Reached:
    """Return rows by what they are; somebody in a ring of managers is not their own subordinate."""
    shared: dict[str, set[int]] = defaultdict(set)
    editable: dict[str, set[int]] = defaultdict(set)
    floor: dict[str, str] = {}
    company: dict[str, str] = {}
    sets: dict[str, set[int]] = {"people": set(), "teams": set(), "territories": set()}
    for kind, key, number, may_edit in found:
        if kind in sets:
            sets[kind].add(number)
        elif kind in ("currency", "country"):
            company[kind] = key
        elif kind == "shared":
            shared[key].add(number)
            if may_edit:
                editable[key].add(number)
        else:
            floor[key] = kind
    return Reached(
        shared={key: frozenset(ids) for key, ids in shared.items()},
        editable={key: frozenset(ids) for key, ids in editable.items()},
        floor=floor,
        people=frozenset(sets["people"] - {but}),
        teams=frozenset(sets["teams"]),
        territories=frozenset(sets["territories"]),
        **company,
    )
