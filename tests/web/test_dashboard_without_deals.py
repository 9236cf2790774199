"""Where somebody begins whose role sees no deals."""

from odnos.engine.records import write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of


def test_a_role_without_deals_begins_with_the_other_dashboards(cast: Cast):
    role = write.create(registry.get("role"), {"name": "Store"}, by=cast.dora, at=NOON)
    right = {"role": role.id, "object": "product", "deed": "see", "scope": "all"}
    write.create(registry.get("role_right"), right, by=cast.dora, at=NOON)
    definitions.refresh()
    write.update(
        registry.get("user"), cast.ben.user_id, {"role": "store"}, version=None, by=cast.dora, at=NOON
    )
    client = browser_of(cast.ben)

    answer = client.get("/")

    assert (answer.status_code, answer["Location"]) == (302, "/dashboards")
    assert client.get("/dashboards").status_code == 200
