"""Nothing that Cleo asks for, and no link to what is hidden, tells her Ada's word."""

from __future__ import annotations

import re

import pytest

from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.objects.access import Everyone
from odnos.objects.registry import registry
from tests.contract.scene import CANARY, Scene
from tests.contract.visitors import text_of, visitor
from tests.contract.watch import told
from tests.people import NOON


@pytest.mark.django_db
def test_no_question_of_cleos_finds_the_canary(scene: Scene):
    """Lists, exports, searches, filters and sorts, through links too: what Cleo asks for never has Ada's word in it."""
    cleo = visitor("cleo", scene.world.cast)
    ada = visitor("ada", scene.world.cast)
    asked = [
        f"/search?q={CANARY}",
        f"/search/options?q={CANARY}",
        f"/api/v1/search?q={CANARY}",
        f"/api/v1/search?q={CANARY[:4]}",
    ]
    for object_type in registry:
        if isinstance(object_type.access, Everyone) or object_type.key not in scene.ids:
            continue
        plural, title = object_type.plural_key, object_type.title
        asked += [
            f"/{plural}?filter={title}.contains:{CANARY}",
            f"/{plural}/export?format=csv",
            f"/{plural}/export?format=json&filter={title}.contains:{CANARY}",
            f"/search/options?object={object_type.key}&q={CANARY}",
            f"/api/v1/{plural}?expand=titles",
            f"/api/v1/{plural}?deleted=true",
            f"/api/v1/{plural}?filter=id.in:[{scene.ids[object_type.key]}]",
        ]
        asked += [
            f"/api/v1/{plural}?filter={field.name}.{operator}{'' if 'empty' in operator else ':' + CANARY}"
            for field in object_type.all_fields
            for operator in field.operators
            if operator in ("contains", "is", "is_not", "not_empty", "empty", "starts")
        ]
        asked += [f"/api/v1/{plural}?sort={field.name}" for field in object_type.all_fields if field.sortable]
    wrong = []
    for address in asked:
        answer = cleo.call("GET", address, {})
        shown = text_of(answer).replace(address, "")
        found = re.findall(rf".{{0,60}}{CANARY} ?\w+.{{0,40}}", shown)
        if answer.status_code >= 500 or any(not is_echo(item) for item in found):
            wrong.append((address, answer.status_code, found[:2]))

    assert not wrong, told(wrong)
    assert CANARY in text_of(ada.call("GET", f"/api/v1/companies?filter=name.contains:{CANARY}", {}))
    assert CANARY in text_of(ada.call("GET", f"/api/v1/search?q={CANARY}", {}))


def is_echo(found: str) -> bool:
    """Whether this is what Cleo typed herself, written back; Ada's values have more behind the word."""
    return not re.search(rf"{CANARY} \w", found)


@pytest.mark.django_db
def test_links_to_hidden_records_tell_nothing(scene: Scene):
    """Cleo's own record may name Ada's (it was handed to her): its title is hidden, and no question goes through it."""
    cast = scene.world.cast
    contact = registry.get("contact")
    made = scene.world.create(contact, company=scene.ids["company"])
    write.update(
        contact,
        made.id,
        {"owner": cast.cleo.user_id, "name": "Plain", "first_name": "P", "last_name": "Q"},
        version=1,
        by=cast.dora,
        at=NOON,
    )
    cleo = visitor("cleo", cast)

    shown = cleo.call("GET", f"/api/v1/contacts/{made.id}?fields=company&expand=titles", {}).json()
    assert shown["titles"] == {f"company:{scene.ids['company']}": None}
    for filter_, found in (
        (f"company.name.contains:{CANARY}", 0),
        ("company.name.not_empty", 0),
        (f"company.id.is:{scene.ids['company']}", 0),
        ("company.owner.is_not:me", 0),
    ):
        answer = cleo.call("GET", f"/api/v1/contacts?filter={filter_}", {})
        assert answer.status_code == 400 or answer.json()["count"]["number"] == found, filter_


@pytest.mark.django_db
def test_a_record_shared_with_cleo_opens_that_record_alone(scene: Scene):
    from odnos.engine.access.models import Share

    cast = scene.world.cast
    company = registry.get("company")
    Share.objects.create(
        object_key="company", record_id=scene.ids["company"], user_id=cast.cleo.user_id, created_at=NOON
    )
    cleo = visitor("cleo", cast)
    address = f"/api/v1/companies/{scene.ids['company']}"

    assert cleo.call("GET", address, {}).status_code == 200
    assert [row["id"] for row in cleo.call("GET", "/api/v1/companies", {}).json()["data"]] == [
        scene.ids["company"]
    ]
    assert cleo.call("PATCH", address, {"external_id": "x", "version": 2}).status_code == 403
    assert cleo.call("DELETE", address, {}).status_code in (403, 404)
    assert cleo.call("GET", f"/api/v1/companies/{scene.world.other(company)}", {}).status_code == 404
    assert cleo.call("GET", "/api/v1/deals", {}).json()["data"] == []

    Share.objects.update(may_edit=True)
    assert cleo.call("PATCH", address, {"external_id": "x", "version": 2}).status_code == 200
    assert actor_for(User.objects.get(pk=cast.cleo.user_id)).editable["company"] == {scene.ids["company"]}
