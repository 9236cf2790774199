"""Every address × everybody, against the records of Ada's team. Cleo, of another team, reaches nothing of them."""

from __future__ import annotations

import pytest

from odnos.objects.access import Everyone, Published
from odnos.objects.registry import registry
from tests.contract.routes import ROUTES
from tests.contract.scene import CANARY, Scene
from tests.contract.visitors import is_sign_in, visitor
from tests.contract.walks import patterns, walks
from tests.contract.watch import PREFERENCES, REFUSED, THEIRS, checksums, lost, told, watched


def test_every_address_has_a_row_in_the_matrix():
    served = {pattern for pattern in patterns() if not pattern.startswith("static/")}

    assert served - set(ROUTES) == set(), "give these a row in tests/contract/routes.py"
    assert set(ROUTES) - served == set(), "these addresses are gone; take their rows out"


@pytest.mark.django_db
def test_nobody_reaches_anything(scene: Scene):
    nobody = visitor("nobody", scene.world.cast)
    before = checksums(THEIRS)
    wrong = []

    for pattern, whose, object_type, method, address in walks(scene):
        answer, shown, written = watched(nobody, method, address, scene.body(ROUTES[pattern], object_type))
        if whose != "open" and not (is_sign_in(answer) or answer.status_code == 405):
            wrong.append((method, address, answer.status_code))
        if answer.status_code >= 500 or CANARY in shown or written:
            wrong.append((method, address, answer.status_code, written))

    assert not wrong, told(wrong)
    assert checksums(THEIRS) == before


@pytest.mark.django_db
def test_cleo_reaches_nothing_of_ada(scene: Scene):
    cleo = visitor("cleo", scene.world.cast)
    cleo.call("GET", "/api/v1/me", {})
    before = checksums(THEIRS | PREFERENCES)
    wrong = []

    for pattern, whose, object_type, method, address in walks(scene):
        if whose == "open":
            continue  # one of them signs out
        answer, shown, written = watched(cleo, method, address, scene.body(ROUTES[pattern], object_type))
        status = answer.status_code
        is_public = isinstance(object_type.access, Everyone)
        is_hidden = whose in ("record", "run", "view", "set") and not (whose == "record" and is_public)
        if is_hidden and status not in ({404, 405} if method == "GET" else REFUSED):
            wrong.append((method, address, status))
        if whose == "admin" and status not in (403, 405):
            wrong.append((method, address, status))
        if status in REFUSED and written:
            wrong.append((method, address, status, written))
        if status >= 500 or CANARY in shown:
            wrong.append((method, address, status, "broke or leaked"))

    assert not wrong, told(wrong)
    assert lost(before, THEIRS | PREFERENCES) == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ann", "token"])
def test_who_may_only_read_changes_nothing(scene: Scene, who: str):
    """The analyst, and Ada through a token that only reads."""
    cast = scene.world.cast
    reader = visitor("ann", cast) if who == "ann" else visitor("ada", cast, read_only=True)
    reader.call("GET", "/api/v1/me", {})
    records = {item.table for item in registry}
    if who == "ann":  # reports and dashboards everybody makes for themselves, whatever their role
        records -= {item.table for item in registry if isinstance(item.access, Published)}
    before = checksums(THEIRS | PREFERENCES)
    wrong = []

    for pattern, whose, object_type, method, address in walks(scene):
        if (who == "token" and not address.startswith("/api/")) or whose == "open":
            continue
        answer, _shown, written = watched(reader, method, address, scene.body(ROUTES[pattern], object_type))
        if answer.status_code >= 500 or written & records:
            wrong.append((method, address, answer.status_code, written))
        if method == "GET" and whose == "record" and answer.status_code not in (200, 302, 403, 404, 405):
            wrong.append((method, address, answer.status_code))

    assert not wrong, told(wrong)
    assert lost(before, THEIRS | PREFERENCES) == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ben", "max", "ann", "dora"])
def test_whoever_may_see_a_record_reaches_its_pages(scene: Scene, who: str):
    someone = visitor(who, scene.world.cast)
    wrong = []

    for pattern, whose, _object_type, method, address in walks(scene):
        if method != "GET" or whose in ("open", "admin"):
            continue
        answer = someone.call("GET", address, {})
        if answer.status_code >= 500 or is_sign_in(answer):
            wrong.append((address, answer.status_code))
        if pattern.endswith(("<int:record_id>", "<record_id:record_id>")) and answer.status_code != 200:
            wrong.append((address, answer.status_code))

    assert not wrong, told(wrong)
