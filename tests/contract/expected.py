"""The matrix of access, role by role: what each address is for whom. Written into docs/reference/access.md."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from tests.contract.routes import ROUTES, Row

ROLES = ("administrator", "manager", "representative", "analyst", "made-up", "nobody")
"""The roles that come with Odnos, one that an administrator makes and gives no right, and whoever is not signed in."""

ALL, REACH, OWN, OPEN, DENIED, WAY_IN = "all", "reach", "own", "open", "denied", "sign in"
MEANING = {
    ALL: "everything there",
    REACH: "the records that the role reaches, by the deed (see, edit, delete …); others are not there",
    OWN: "what they may see, and their own to change; what is others' is not there",
    OPEN: "as everybody",
    DENIED: "denied",
    WAY_IN: "shown the way in; the API answers 401",
}
PEOPLE = ROLES[1:5]
EXPECTED: Mapping[str, Mapping[str, str]] = {
    "open": dict.fromkeys(ROLES, OPEN),
    "own": {**dict.fromkeys(ROLES[:5], OWN), "nobody": WAY_IN},
    "record": {"administrator": ALL, **dict.fromkeys(PEOPLE, REACH), "nobody": WAY_IN},
    "run": {"administrator": ALL, **dict.fromkeys(PEOPLE, OWN), "nobody": WAY_IN},
    "set": {"administrator": ALL, **dict.fromkeys(PEOPLE, OWN), "nobody": WAY_IN},
    "view": {"administrator": ALL, **dict.fromkeys(PEOPLE, OWN), "nobody": WAY_IN},
    "admin": {"administrator": ALL, **dict.fromkeys(PEOPLE, DENIED), "nobody": WAY_IN},
}

HEAD = """# Who reaches which address

Every address of the web and of the API × every role, as the tests walk them (`tests/contract/routes.py`). A new address
without a row there fails the build. Which fields of a record a role sees and edits is said beside it: [field rights](../howto/field-rights.md).

Written by `make docs`.
"""


def page() -> str:
    """Return the matrix as a page."""
    words = "\n".join(f"| {word} | {meaning} |" for word, meaning in MEANING.items())
    return f"{HEAD}\n| word | what it means |\n|---|---|\n{words}\n{''.join(map(section, parts()))}"


def parts() -> list[tuple[str, list[tuple[str, Row]]]]:
    """Return the addresses by what they begin with."""

    def first(item: tuple[str, Row]) -> str:
        return item[0].partition("/")[0] or "/"

    ordered = sorted(ROUTES.items(), key=lambda item: (first(item), item[0]))
    return [(name, list(some)) for name, some in groupby(ordered, key=first)]


def section(part: tuple[str, list[tuple[str, Row]]]) -> str:
    name, routes = part
    lines = [
        f"| `/{pattern}` | {' | '.join(EXPECTED[row[0]][role] for role in ROLES)} |"
        for pattern, row in routes
    ]
    head = f"| address | {' | '.join(ROLES)} |\n|{'---|' * (len(ROLES) + 1)}"
    return "\n".join((f"\n## `{name}`\n", head, *lines, ""))
