"""Pages under a role from which something is taken: what they list, offer and know is what is left."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from odnos.analytics.saved import tiles
from odnos.engine.access.actor import Narrow
from odnos.engine.access.entrance.models import Policy
from odnos.engine.tables import definitions
from odnos.engine.views import preferences
from odnos.objects.registry import registry
from odnos.web import at_hand
from odnos.web.pages.dashboards import filtered
from odnos.web.pages.dashboards.shown import Board
from odnos.web.pages.lists import builder
from tests.access.keeping import keep_from
from tests.access.test_deeds import forbid
from tests.contract.visitors import Visitor, is_sign_in, visitor
from tests.people import NOON, Cast
from tests.web.sales import make, make_pipeline

pytest_plugins = ("tests.engine.custom",)
pytestmark = pytest.mark.django_db
COUNT = {"object": "company", "measures": [{"kind": "count"}], "chart": "number"}


def shown(someone: Visitor, address: str) -> str:
    answer = someone.client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.content.decode())


def test_a_session_ends_when_it_would_not_begin_any_more(cast: Cast):
    ada = visitor("ada", cast)
    assert not is_sign_in(ada.client.get("/companies"))

    Policy.objects.create(second_factor_roles=["representative"])
    definitions.refresh()

    assert is_sign_in(ada.client.get("/companies"))


def test_an_address_names_its_object_as_the_reader_knows_it(cast: Cast):
    make("company", cast.ada, name="Acme")
    keep_from(cast, ("company", "phone"))

    dora, ada = (shown(visitor(name, cast), "/companies") for name in ("dora", "ada"))

    assert ('value="phone"' in dora, 'value="phone"' in ada) == (True, False)


def test_views_by_a_hidden_field_are_not_at_hand(cast: Cast):
    order = registry.get("order")
    keys = [view.key for view in order.lists]
    preferences.keep("order", by=cast.ada, starred=keys)
    assert len(at_hand.views(cast.ada)) == len(keys)

    keep_from(cast, ("order", "state"))

    by_state = [view.key for view in order.lists if view.group_by == "state"]
    assert by_state
    assert len(at_hand.views(cast.ada)) == len(keys) - len(by_state)


def test_choices_are_put_in_an_order_that_their_reader_knows(cast: Cast, add_field: Any):
    add_field("product", "number", "Position", code="position")
    make("product", cast.dora, name="Lamp", position=1)
    keep_from(cast, ("product", "position"))

    offered = builder.records(
        registry.get("deal_line").field("product"), by=cast.ada, ctx=cast.ada.context(NOON)
    )

    assert [title for _number, title in offered] == ["Lamp"]


def test_dashboards_take_a_tile_from_who_may_change_them(cast: Cast):
    make("dashboard", cast.ada, name="Mine")
    make("dashboard", cast.dora, name="Everybody's", audience="everyone")
    address = f"/dashboards/tile?ask={json.dumps(COUNT)}"

    ada, dora = (shown(visitor(name, cast), address) for name in ("ada", "dora"))

    assert ("Mine" in ada, "Everybody's" in ada) == (True, False)
    assert "Everybody's" in dora


def test_a_dashboard_is_filtered_by_what_its_reader_sees(cast: Cast):
    asks = [{**COUNT, "object": key} for key in ("company", "deal")]
    written = [
        {"key": f"t{place}", "x": 0, "y": place, "w": 3, "h": 1, "ask": ask} for place, ask in enumerate(asks)
    ]
    board = Board(name="Mine", tiles=tiles.parse(json.dumps(written)))
    narrow = replace(cast.ada, narrow=Narrow(objects=frozenset(("company",))))

    assert [key for key, _label in filtered.kinds(board, by=cast.ada)] == ["company", "deal"]
    assert [key for key, _label in filtered.kinds(board, by=narrow)] == ["company"]


def test_who_sees_a_dashboard_is_said_by_its_owner(cast: Cast):
    board = make("dashboard", cast.ada, name="Ours", audience="team", editors="audience")
    ada, ben = (shown(visitor(name, cast), f"/dashboards/{board.id}/settings") for name in ("ada", "ben"))

    assert 'name="audience"' in ada
    assert 'name="audience"' not in ben


def test_a_list_is_offered_to_be_made_to_who_may(cast: Cast):
    row = make("company", cast.ada, name="Acme")
    ada = visitor("ada", cast)

    def offered() -> bool:
        answer = ada.call("POST", "/companies/bulk", {"deed": "list", "id": str(row.id), "ids": str(row.id)})
        assert answer.status_code == 200
        return 'name="new_list"' in answer.content.decode()

    assert offered()
    forbid(cast, "list", "create")
    assert not offered()


def test_a_lane_takes_new_cards_from_who_may_make_them(cast: Cast):
    make_pipeline()
    ada = visitor("ada", cast)
    assert "/new" in shown(ada, "/deals/board").partition('class="column-head"')[2]

    forbid(cast, "deal", "create")

    assert "/new" not in shown(ada, "/deals/board").partition('class="column-head"')[2]


@pytest.mark.parametrize(
    ("deed", "offers"),
    [
        ("edit", ('name="deed" value="merge"', 'name="deed" value="owner"')),
        ("delete", ('name="deed" value="delete"',)),
        ("export", ('name="deed" value="export-csv"',)),
        ("import", ("/imports?object=company",)),
    ],
)
def test_a_list_offers_what_the_role_allows(cast: Cast, deed: str, offers: tuple[str, ...]):
    make("company", cast.ada, name="Acme")
    ada = visitor("ada", cast)
    before = shown(ada, "/companies")
    assert all(offer in before for offer in offers)

    forbid(cast, "company", deed)

    after = shown(ada, "/companies")
    assert not any(offer in after for offer in offers)
