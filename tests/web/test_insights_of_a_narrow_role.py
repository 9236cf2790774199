"""What is offered to a role that sees no customers: nothing of them, not even their fields."""

import json

import pytest

from odnos.analytics.findings import asked, segmented, segments
from odnos.engine.records import write
from odnos.engine.tables import definitions
from odnos.engine.views.models import SavedView
from odnos.objects.registry import registry
from tests.people import BEN, NOON, Cast
from tests.web.sales import actor_of, browser_of, make_company


@pytest.fixture
def ben(cast: Cast):
    """Ben, whose role sees products, deals and dashboards, but no companies."""
    role = write.create(registry.get("role"), {"name": "Store"}, by=cast.dora, at=NOON)
    for key in ("product", "deal", "dashboard"):
        right = {"role": role.id, "object": key, "deed": "see", "scope": "all"}
        write.create(registry.get("role_right"), right, by=cast.dora, at=NOON)
    definitions.refresh()
    write.update(
        registry.get("user"), cast.ben.user_id, {"role": "store"}, version=None, by=cast.dora, at=NOON
    )

    return actor_of(BEN)


def test_customers_who_are_not_seen_cannot_be_told_apart(cast, ben):
    assert ("company.industry", "Company › Industry") in segmented.fields(asked.SOURCES["deal"], by=cast.ada)
    assert segmented.fields(asked.SOURCES["deal"], by=ben) == []


def test_customers_who_are_not_seen_are_no_segment(cast, ben):
    oak = make_company(cast.ada, name="Oak")

    with pytest.raises(segments.NoSegment):
        segments.of_records(
            registry.get("company"), [oak.id], name="Oak", audience="private", by=ben, at=NOON
        )
    assert not SavedView.objects.exists()


def test_a_dashboard_is_filtered_by_no_kind_that_is_not_seen(cast, ben):
    asks = [
        {"object": key, "measures": [{"kind": "count"}], "chart": "number"} for key in ("deal", "company")
    ]
    tiles = [{"key": f"t{n}", "x": n * 3, "y": 0, "w": 3, "h": 2, "ask": ask} for n, ask in enumerate(asks)]
    given = {"name": "All", "tiles": json.dumps(tiles), "audience": "everyone"}
    number = write.create(registry.get("dashboard"), given, by=cast.dora, at=NOON).id

    theirs = browser_of(ben).get(f"/dashboards/{number}").content.decode()
    ours = browser_of(cast.ada).get(f"/dashboards/{number}").content.decode()

    assert '<option value="company"' in ours
    assert 'value="deal"' in theirs
    assert '<option value="company"' not in theirs


def test_kinds_of_products_are_offered_by_no_field_that_is_hidden(cast, ben):
    write.create(registry.get("product"), {"name": "Bread", "series": "Baked"}, by=cast.dora, at=NOON)
    right = {"object": "product", "field": "series", "role": "store", "may_see": False, "may_edit": False}
    write.create(registry.get("field_right"), right, by=cast.dora, at=NOON)
    definitions.refresh()

    theirs = browser_of(ben).get("/insights/baskets/items").content.decode()
    ours = browser_of(cast.ada).get("/insights/baskets/items").content.decode()

    assert 'data-title="Series: Baked"' in ours
    assert 'data-title="Bread"' in theirs
    assert "Baked" not in theirs
