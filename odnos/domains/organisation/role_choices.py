"""A person's role is one of those that are there now."""

from __future__ import annotations

from odnos.domains.organisation.objects import ROLES, USER
from odnos.engine.access import roles
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions
from odnos.objects.labels import Label


def read() -> None:
    """Offer the roles that are defined. Those that come with Odnos are known by our words until they are renamed."""
    offer(tuple((code, role.label) for code, role in roles.known().items()))


def forget() -> None:
    """Offer the roles that come with Odnos."""
    offer(ROLES)


def offer(choices: tuple[tuple[str, Label], ...]) -> None:
    object.__setattr__(USER.field("role"), "choices", choices)
    USER.extend(USER.added, USER.layout)


definitions.add(Definitions(name="role choices", tables=(), read=read, forget=forget))
