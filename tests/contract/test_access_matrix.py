"""The matrix holds: every address, asked by every role about what is Ada's."""

from __future__ import annotations

import pytest

from odnos.objects.registry import registry
from tests.contract.expected import ALL, DENIED, EXPECTED, OWN, REACH, ROLES, WAY_IN
from tests.contract.routes import ROUTES
from tests.contract.scene import CANARY, Scene
from tests.contract.visitors import is_sign_in, visitor
from tests.contract.watch import told, watched
from tests.people import NOON

WHO = {
    "administrator": "dora",
    "manager": "max",
    "representative": "cleo",
    "analyst": "ann",
    "made-up": "cleo",
    "nobody": "nobody",
}
SEES_ALL = frozenset(("administrator", "manager", "analyst"))
NOT_THERE = frozenset((400, 403, 404, 405))


def test_every_word_of_the_matrix_says_something_of_every_role():
    assert {row[0] for row in ROUTES.values()} <= set(EXPECTED)
    assert all(set(by_role) == set(ROLES) for by_role in EXPECTED.values())


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_every_address_is_for_a_role_what_the_matrix_says(scene: Scene, role: str):
    if role == "made-up":
        give_no_rights(scene)
    someone, company = visitor(WHO[role], scene.world.cast), registry.get("company")
    wrong = []
    for pattern, row in ROUTES.items():
        for method in ("GET", "POST"):
            if row[0] == "open" or (method == "POST" and row[0] != "admin") or pattern in ONLY_ONCE:
                continue
            if method == "POST" and role == "administrator":
                continue  # it would be done
            address = scene.fill(pattern, company)
            answer, shown, _written = watched(someone, method, address, scene.body(row, company))
            status, expected = answer.status_code, EXPECTED[row[0]][role]
            is_kept = is_sign_in(answer) or status == 405 if expected == WAY_IN else status < 500
            if expected == DENIED:
                is_kept = status in (403, 405)
            if expected == ALL:
                is_kept = status != 403 and status < 500
            if (expected == REACH and role not in SEES_ALL) or (
                expected == OWN and row[0] in ("run", "set", "view")
            ):
                is_kept = status in NOT_THERE and CANARY not in shown
            if not is_kept:
                wrong.append((role, expected, method, address, status))

    assert not wrong, told(wrong)


ONLY_ONCE = frozenset(("sign-out",))


def give_no_rights(scene: Scene) -> None:
    """Let Cleo have a role that an administrator has just made."""
    from odnos.domains.organisation.role_objects import ROLE
    from odnos.engine.records import write
    from odnos.engine.tables import definitions

    made = write.create(ROLE, {"name": "Guest"}, by=scene.world.cast.dora, at=NOON)
    definitions.refresh()
    cast = scene.world.cast
    write.update(
        registry.get("user"), cast.cleo.user_id, {"role": made["code"]}, version=None, by=cast.dora, at=NOON
    )
