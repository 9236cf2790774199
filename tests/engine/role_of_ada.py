"""A role that says nothing yet, which Ada has, and companies of all sorts as seen from her."""

from __future__ import annotations

import pytest

from odnos.domains.organisation import actions
from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.records import shares
from odnos.engine.tables import definitions
from tests.engine.reaching import RECORDS, change, kind, make
from tests.people import NOON, Cast


@pytest.fixture
def field(cast: Cast) -> int:
    """A role that says nothing yet; Ada has it."""
    role = make("role", cast.dora, name="Field")
    definitions.refresh()
    change("user", cast.ada.user_id, cast.dora, role="field")
    return role.id


@pytest.fixture
def records(cast: Cast, field: int) -> dict[str, int]:
    """Companies of all sorts, as seen from Ada."""
    dora = cast.dora
    below = make("team", dora, name="North by East", parent=cast.teams["North"])
    eve = actions.add_user("eve@odnos.example", name="Eve", role="representative", by=dora, at=NOON)
    change("user", eve.pk, dora, team=below.id)
    change("user", cast.cleo.user_id, dora, manager=cast.ada.user_id)
    territory = make("territory", dora, name="Steel", people=[cast.ada.user_id])
    make("territory_rule", dora, territory=territory.id, object="company", filter="name.starts:Steel")
    definitions.refresh()
    owners = (cast.ada, cast.ben, cast.cleo, actor_for(User.objects.get(pk=eve.pk)), dora, dora, dora)
    names = ("A", "B", "C", "E", "Steel works", "D", "S")
    made = {
        record: make("company", dora, name=name, owner=owner.user_id).id
        for record, name, owner in zip(RECORDS, names, owners, strict=True)
    }
    shares.share(kind("company"), made["shared"], {"user": cast.ada.user_id, "edit": True}, by=dora, at=NOON)
    return made
