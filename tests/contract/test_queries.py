"""How many queries each page takes: the baseline in queries.json. A test fails when one moves; then look, and write it anew.

`ODNOS_BASELINE=write pytest tests/contract/test_queries.py` writes it.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from odnos.engine.access import tokens
from odnos.engine.access.models import User
from odnos.objects.registry import ObjectType, registry
from tests.contract.world import World
from tests.people import NOON

BASELINE = Path(__file__).with_name("queries.json")
MOST_IN_A_LIST = 12


def queries(call) -> int:
    """Return how many statements a second call takes; the first one fills what is kept between calls."""
    assert call().status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) for query in captured)


def measured(world: World) -> dict[str, int]:
    user = User.objects.get(pk=world.cast.ada.user_id)
    secret = {"Authorization": f"Bearer {tokens.make_token(user, at=NOON)}"}
    browser = Client()
    browser.force_login(user)
    found = {}
    for object_type in registry:
        ids = [world.create(object_type).id for _number in range(5)]
        for name, address in addresses(object_type, ids[0]).items():
            client = Client(headers=secret) if address.startswith("/api/") else browser
            found[name] = queries(lambda client=client, address=address: client.get(address))
    return found


def addresses(object_type: ObjectType, record_id: int) -> dict[str, str]:
    plural = object_type.plural_key
    return {
        f"api list {object_type.key}": f"/api/v1/{plural}",
        f"api list with titles {object_type.key}": f"/api/v1/{plural}?expand=titles",
        f"api record {object_type.key}": f"/api/v1/{plural}/{record_id}",
        f"list {object_type.key}": f"/{plural}?view=all",
        f"record {object_type.key}": f"/{plural}/{record_id}",
    }


@pytest.mark.django_db
def test_pages_take_as_many_queries_as_before(world: World):
    found = measured(world)

    if os.environ.get("ODNOS_BASELINE") == "write":
        BASELINE.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    assert found == json.loads(BASELINE.read_text())
    assert {
        name: number
        for name, number in found.items()
        if name.startswith("api list ") and number > MOST_IN_A_LIST
    } == {}


@pytest.mark.django_db
def test_a_longer_page_takes_no_more_queries(world: World):
    user = User.objects.get(pk=world.cast.ada.user_id)
    client = Client(headers={"Authorization": f"Bearer {tokens.make_token(user, at=NOON)}"})
    for key in ("contact", "deal", "note"):
        object_type = registry.get(key)
        world.create(object_type)
        address = f"/api/v1/{object_type.plural_key}?expand=titles&limit=500"
        few = queries(lambda address=address: client.get(address))
        for _number in range(12):
            world.create(object_type)
        assert queries(lambda address=address: client.get(address)) == few
