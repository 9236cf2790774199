"""The pages of insights: asked, shown, and led from each cell to its people."""

from urllib.parse import quote, unquote

import pytest

from odnos.analytics.findings import jobs, runs  # noqa: F401 -- the worker finds its jobs by itself
from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.analytics.findings.terms import MOST
from odnos.engine.records import read, write
from odnos.engine.views.models import SavedView, Segment
from odnos.objects.registry import registry
from tests.analytics.findings import sold
from tests.people import NOON
from tests.web.sales import browser_of
from tests.working import drain

ASKED = {"until": NOON.date().isoformat()}


@pytest.fixture
def shop(cast, analytics):
    people = sold.customers(cast, 24)
    sold.orders(cast, people)
    analytics.refresh()
    return people


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_page_without_an_answer_says_what_to_do(cast):
    client = browser_of(cast.ada)

    assert "Nothing worked out yet" in text(client.get("/insights"))
    assert "Nothing worked out yet" in text(client.get("/insights/baskets"))


def test_customers_are_asked_for_and_shown(cast, shop):
    client = browser_of(cast.dora)

    answer = client.post("/insights/customers/runs", ASKED)
    assert (answer.status_code, answer["Location"]) == (302, "/insights")
    waiting = text(client.get("/insights"))
    assert "It is being worked out." in waiting
    assert 'data-href="/insights"' in waiting

    drain()
    page = text(client.get("/insights"))
    assert "It is being worked out." not in page
    assert "Groups of customers who are alike" in page
    assert "customers bought more than once, and 50 are needed" in page
    run = FindingRun.objects.get()
    assert f"/insights/runs/{run.pk}/people?r=5&amp;f=5" in page


def test_a_cell_leads_to_its_people_and_nobody_elses(cast, shop):
    client = browser_of(cast.ada)
    client.post("/insights/customers/runs", ASKED)
    drain()
    run = FindingRun.objects.get()

    page = text(client.get(f"/insights/runs/{run.pk}/people"))

    assert "Customer 000" in page
    assert "Customer 023" not in page
    assert browser_of(cast.ben).get(f"/insights/runs/{run.pk}/people").status_code == 404


def test_a_cell_becomes_a_segment_of_those_whom_its_asker_may_see(cast, shop):
    client = browser_of(cast.ada)
    client.post("/insights/customers/runs", ASKED)
    drain()
    run = FindingRun.objects.get()

    answer = client.post(f"/insights/runs/{run.pk}/people", {"name": "Mine"})

    view = SavedView.objects.get()
    assert answer["Location"] == f"/contacts?view=v{view.pk}"
    ids = FoundCustomer.objects.filter(run=run).values_list("customer_id", flat=True)
    segment = Segment.objects.get(token=view.filter.removeprefix("id.segment:"))
    assert sorted(segment.members.values_list("record_id", flat=True)) == sorted(ids)
    assert browser_of(cast.ben).post(f"/insights/runs/{run.pk}/people", {"name": "x"}).status_code == 404
    assert SavedView.objects.count() == 1


def test_what_is_wrong_is_told_in_the_form(cast):
    answer = browser_of(cast.ada).post("/insights/customers/runs", {"months": "900"})

    assert answer.status_code == 422
    assert "Give a number from 1 to 60." in answer.content.decode()
    assert not FindingRun.objects.exists()


def test_a_run_is_cancelled_by_its_asker_alone(cast, shop):
    run = runs.begin("customers", ASKED, by=cast.ada, at=NOON)

    assert browser_of(cast.ben).post(f"/insights/runs/{run.pk}/cancellation").status_code == 404
    run.refresh_from_db()
    assert run.state == "waiting"
    browser_of(cast.ada).post(f"/insights/runs/{run.pk}/cancellation")
    run.refresh_from_db()
    assert run.state == "cancelled"


def test_rules_are_asked_for_and_shown(cast, analytics):
    bread, butter, jam = sold.products(cast, "Bread", "Butter", "Jam")
    for number, items in enumerate(
        [(bread, butter), (bread, butter), (bread, butter, jam), (jam,), (bread,)]
    ):
        sold.basket(cast, str(number), *items)
    analytics.refresh()
    client = browser_of(cast.dora)

    client.post("/insights/baskets/runs", {"support": "20", "confidence": "60"})
    drain()

    page = text(client.get("/insights/baskets"))
    assert FindingRun.objects.get().outcome["strong"] == [
        [[bread, jam], [butter], 1, 1, 3],
        [[butter], [bread], 3, 3, 4],
        [[butter, jam], [bread], 1, 1, 4],
        [[bread], [butter], 3, 4, 3],
    ]
    assert ">Bread</a>" in page
    assert "75%" in page


def test_rules_can_be_asked_for_with_and_without_a_product(cast, analytics):
    bread, butter, jam = sold.products(cast, "Bread", "Butter", "Jam")
    for number, items in enumerate([(bread, butter), (bread, butter, jam), (jam,)]):
        sold.basket(cast, str(number), *items)
    analytics.refresh()
    client = browser_of(cast.dora)
    given = {"support": "20", "confidence": "60", "size": "2", "left_any": bread, "right_none": jam}

    client.post("/insights/baskets/runs", given | {"left_none": "", "right_any": ""})
    drain()

    run = FindingRun.objects.get()
    assert run.outcome["strong"] == [[[bread], [butter], 2, 2, 2]]
    sides = {"left_any": [str(bread)], "right_none": [str(jam)]}
    assert run.terms == {"support": "20", "confidence": "60", "size": "2", **sides}
    page = text(client.get("/insights/baskets"))
    assert f'name="left_any" value="{bread}"' in page
    assert "Left side has one of: Bread · Right side has none of: Jam" in page


def test_either_side_of_a_rule_takes_several_products_and_kinds(cast, analytics):
    bread, butter, jam, plum = sold.products(cast, "Bread", "Butter", "Jam", "Plum")
    row = read.get(registry.get("product"), plum, by=cast.dora)
    write.update(row.type, plum, {"series": "Fruit, fresh"}, by=cast.dora, at=NOON, version=row.version)
    for number, goods in enumerate([(bread, butter), (plum, jam), (butter, jam)]):
        sold.basket(cast, str(number), *goods)
    analytics.refresh()
    client = browser_of(cast.dora)
    fresh = quote(f"series={read.get(registry.get('product'), plum, by=cast.dora)['series']}", safe="=")

    given = {"support": "20", "confidence": "40", "size": "2", "left_any": f"{bread},{fresh}"}
    client.post("/insights/baskets/runs", given | {"right_any": f"{butter},{jam}", "left_none": ""})
    drain()

    run = FindingRun.objects.get()
    assert run.terms["left_any"] == [str(bread), unquote(fresh)]
    assert run.terms["right_any"] == [str(butter), str(jam)]
    assert sorted(rule[:2] for rule in run.outcome["strong"]) == [[[bread], [butter]], [[plum], [jam]]]
    page = text(client.get("/insights/baskets"))
    assert f'name="left_any" value="{bread},{fresh}"' in page
    assert "Left side has one of: Bread, Series: Fruit, fresh · Right side has one of: Butter, Jam" in page


def test_products_and_kinds_are_offered_as_one_types(cast, analytics):
    bread, plum = sold.products(cast, "Plum bread", "Plum")
    row = read.get(registry.get("product"), bread, by=cast.dora)
    write.update(row.type, bread, {"series": "Baked"}, by=cast.dora, at=NOON, version=row.version)

    found = text(browser_of(cast.dora).get("/insights/baskets/items", {"q": "plum"}))
    baked = text(browser_of(cast.dora).get("/insights/baskets/items", {"q": "bake"}))
    every = text(browser_of(cast.dora).get("/insights/baskets/items"))

    assert f'data-value="{bread}" data-title="Plum bread"' in found
    assert f'data-value="{plum}" data-title="Plum"' in found
    assert "Series" not in found
    assert 'data-title="Series: Baked"' in baked
    assert "Plum" not in baked
    assert 'data-title="Series: Baked"' in every
    assert 'data-title="Plum"' in every


def test_rules_can_be_asked_for_with_and_without_a_kind_of_product(cast, analytics):
    bread, butter, jam = sold.products(cast, "Bread", "Butter", "Jam")
    for item, series in ((bread, "Baked"), (jam, "Sweet")):
        row = read.get(registry.get("product"), item, by=cast.dora)
        write.update(row.type, item, {"series": series}, by=cast.dora, at=NOON, version=row.version)
    for number, items in enumerate([(bread, butter), (bread, butter, jam), (jam,)]):
        sold.basket(cast, str(number), *items)
    analytics.refresh()
    client = browser_of(cast.dora)
    baked, sweet = (
        f"series={read.get(registry.get('product'), one, by=cast.dora)['series']}" for one in (bread, jam)
    )
    given = {"support": "20", "confidence": "60", "size": "2", "left_any": baked, "right_none": sweet}

    client.post("/insights/baskets/runs", given)
    drain()

    assert FindingRun.objects.get().outcome["strong"] == [[[bread], [butter], 2, 2, 2]]
    assert f'name="left_any" value="{quote(baked, safe="=")}"' in text(client.get("/insights/baskets"))


def test_a_kind_that_no_product_is_of_leaves_no_rule(cast, analytics):
    bread, butter, plum = sold.products(cast, "Bread", "Butter", "Plum")
    row = read.get(registry.get("product"), plum, by=cast.dora)
    kept = write.update(row.type, plum, {"series": "Fruit"}, by=cast.dora, at=NOON, version=row.version)
    write.delete_one(row.type, plum, by=cast.dora, at=NOON)
    for number in range(3):
        sold.basket(cast, str(number), bread, butter)
    analytics.refresh()

    browser_of(cast.dora).post("/insights/baskets/runs", {"left_any": f"series={kept['series']}"})
    drain()

    assert FindingRun.objects.get().outcome["strong"] == []


@pytest.mark.parametrize("kind", ["name=Bread", "owner=1", "=", "series="])
def test_kinds_that_are_not_offered_are_refused(cast, kind):
    answer = browser_of(cast.ada).post("/insights/baskets/runs", {"left_any": kind})

    assert answer.status_code == 422
    assert not FindingRun.objects.exists()


@pytest.mark.parametrize("item", ["series=s{}", "{}"])
def test_more_products_than_a_side_takes_are_refused_and_not_told_again(cast, item):
    many = ",".join(item.format(number) for number in range(5000))

    answer = browser_of(cast.ada).post("/insights/baskets/runs", {"left_any": many})

    assert answer.status_code == 422
    assert not FindingRun.objects.exists()
    assert len(answer.content) < 200_000


def test_as_many_products_as_a_side_takes_are_looked_at(cast):
    several = ",".join(map(str, range(1, MOST + 1)))

    assert browser_of(cast.ada).post("/insights/baskets/runs", {"left_any": several}).status_code == 302
    assert len(FindingRun.objects.get().terms["left_any"]) == MOST
