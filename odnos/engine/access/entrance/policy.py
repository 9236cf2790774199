"""What the company asks of whoever comes in, as this process knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from odnos.engine.access.entrance.models import Policy
from odnos.engine.access.models import Role, User
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Roles that need a second factor, and whether passwords are for administrators in need alone."""

    second_factor_roles: frozenset[str] = frozenset()
    only_single_sign_on: bool = False

    def wants_second(self, user: User) -> bool:
        return user.role in self.second_factor_roles

    def stands(self, user: User, session: Mapping[str, Any]) -> bool:
        """Whether a session that began earlier is still one that would be let in."""
        has_second = bool(session.get("second"))
        if self.only_single_sign_on and session.get("way") != "single":
            return has_second and may_break_in(user)
        return has_second or not self.wants_second(user)


_known: list[Rules] = [Rules()]


def current() -> Rules:
    return _known[0]


def may_break_in(user: User) -> bool:
    """Administrators get in without single sign-on, with a second factor: somebody must, when the provider is down."""
    return user.role == Role.ADMINISTRATOR


def read() -> None:
    row = Policy.objects.order_by("pk").first() or Policy()
    roles = frozenset(map(str, row.second_factor_roles))
    _known[0] = Rules(second_factor_roles=roles, only_single_sign_on=row.only_single_sign_on)


def forget() -> None:
    _known[0] = Rules()


definitions.add(Definitions(name="sign-in policy", tables=(Policy._meta.db_table,), read=read, forget=forget))
