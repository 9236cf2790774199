"""The roles as this process knows them: what each says itself, and what it follows from.

A role that says nothing about an object and a deed does as its parent does. What it says of all objects counts as said
of each, so the nearest role that says anything decides; within one role, the object's own row goes before that of all.
What any role of the chain forbids stays forbidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from odnos.engine.access import standard
from odnos.engine.access.models import Role, RoleDefinition, RoleRight
from odnos.engine.access.standard import ALL_OBJECTS
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from odnos.objects.access import ORDER, Scope, widest
from odnos.objects.labels import Label, label_of

Place = tuple[str, str]
"""An object's key, or "*", and a deed."""


@dataclass(frozen=True, kw_only=True)
class KnownRole:
    """One role. `said` are the scopes of its own rows; `chain` is its code and those of the roles it follows from."""

    code: str
    label: Label = ""
    description: str = ""
    said: Mapping[Place, Scope] = field(default_factory=dict)
    chain: tuple[str, ...] = ()
    forbidden: frozenset[Place] = frozenset()
    widest: Scope = "none"


NOTHING = KnownRole(code="")
_known: Mapping[str, KnownRole] | None = None
_shape = 0


def known() -> Mapping[str, KnownRole]:
    """Return every role by its code, in their order."""
    if _known is None:
        read()
    return cast(Mapping[str, KnownRole], _known)


def get(code: str) -> KnownRole:
    """Return a role; one that is not there may nothing."""
    return known().get(code, NOTHING)


def chain(code: str) -> tuple[str, ...]:
    """Return the codes of a role and of those it follows from, the nearest first."""
    return get(code).chain


def shape() -> int:
    """Return a number that grows whenever roles are read anew: what is worked out from them and kept is old then."""
    return _shape


def says(code: str, object_key: str, deed: str) -> Scope | None:
    """Return the scope that a role or the nearest of its parents gives to a deed over an object; None where nobody says."""
    roles = known()
    for name in chain(code):
        said = roles[name].said
        scope = said.get((object_key, deed)) or said.get((ALL_OBJECTS, deed))
        if scope is not None:
            return scope
    return None


def told(code: str) -> list[Any]:
    """Return all that a role says, to tell it from the same role at another time."""
    roles = known()
    return [
        *((name, sorted(roles[name].said.items())) for name in chain(code)),
        sorted(get(code).forbidden),
    ]


def is_as_delivered(code: str) -> bool:
    """Whether a role came with Odnos and says what it said then."""
    delivered = from_standard().get(code)
    return delivered is not None and told(code) == [(code, sorted(delivered.said.items())), []]


def says_itself(code: str, object_key: str, deed: str) -> Scope | None:
    """Return what is said about this very object, not about all."""
    roles = known()
    return next(
        (
            roles[name].said[object_key, deed]
            for name in chain(code)
            if (object_key, deed) in roles[name].said
        ),
        None,
    )


def forbids(code: str, object_key: str, deed: str) -> bool:
    """Whether a deed over an object is forbidden to a role, whoever shares what with whom."""
    forbidden = get(code).forbidden
    return (object_key, deed) in forbidden or (ALL_OBJECTS, deed) in forbidden


def read() -> None:
    """Learn the roles. An installation in which none was ever written has those that come with Odnos."""
    global _known, _shape  # noqa: PLW0603 -- what the process knows, replaced in one go
    rows = {row["id"]: row for row in rows_of(RoleDefinition)}
    _known = from_rows(rows) if rows else from_standard()
    _shape += 1


def forget() -> None:
    """Know no roles: the next question reads them."""
    global _known, _shape  # noqa: PLW0603 -- see above
    _known = None
    _shape += 1


def rows_of(model: Any) -> list[dict[str, Any]]:
    everywhere = model._base_manager.filter(deleted_at__isnull=True)
    return list(everywhere.order_by("pk").values())


def from_rows(rows: Mapping[int, Mapping[str, Any]]) -> dict[str, KnownRole]:
    said: dict[int, dict[Place, Scope]] = defaultdict(dict)
    forbidden: dict[int, set[Place]] = defaultdict(set)
    for right in rows_of(RoleRight):
        place = (right["object"], right["deed"])
        if right["forbid"]:
            forbidden[right["role_id"]].add(place)
        if right["scope"] in ORDER:
            said[right["role_id"]][place] = right["scope"]
    found = {}
    for row in sorted(rows.values(), key=lambda row: (row["position"], row["id"])):
        line = list(ancestry(rows, row["id"]))
        scopes = [scope for number in line for scope in said[number].values()]
        found[row["code"]] = KnownRole(
            code=row["code"],
            label=label_of(row),
            description=row["description"],
            said=said[row["id"]],
            chain=tuple(rows[number]["code"] for number in line),
            forbidden=frozenset().union(*(forbidden[number] for number in line)),
            widest=widest("none", *(scope for scope in scopes if scope != "all")),
        )
    return found


def ancestry(rows: Mapping[int, Mapping[str, Any]], number: int | None) -> Iterator[int]:
    """Yield a role and those it follows from; one met twice ends it."""
    met: set[int] = set()
    while number is not None and number in rows and number not in met:
        met.add(number)
        yield number
        number = rows[number]["parent_id"]


def from_standard() -> dict[str, KnownRole]:
    return {
        str(code): KnownRole(
            code=str(code),
            label=label_of(named(code)),
            said={(ALL_OBJECTS, deed): scope for deed, scope in rights.items()},
            chain=(str(code),),
            widest=widest("none", *(scope for scope in rights.values() if scope != "all")),
        )
        for code, rights in standard.RIGHTS.items()
    }


def named(code: str) -> dict[str, str]:
    english, russian, slovene = standard.NAMES[code]
    return {"name": english, "name_en": english, "name_ru": russian, "name_sl": slovene}


definitions.add(
    Definitions(
        name="roles",
        tables=(RoleDefinition._meta.db_table, RoleRight._meta.db_table),
        read=read,
        forget=forget,
    )
)
__all__ = [
    "NOTHING",
    "KnownRole",
    "Role",
    "chain",
    "forbids",
    "forget",
    "get",
    "known",
    "read",
    "says",
    "shape",
]
