"""Figures that became fields: filled, filtered by, hidden from nobody who sees the record, and written by nobody."""

from decimal import Decimal

import pytest

from odnos.analytics.findings import jobs, keeping, runs  # noqa: F401 -- the worker finds its jobs by itself
from odnos.analytics.findings.models import FoundCustomer
from odnos.engine.access.rights import Denied
from odnos.engine.custom.models import CustomField
from odnos.engine.filters import text
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.analytics.findings import sold
from tests.people import NOON
from tests.web.sales import browser_of
from tests.working import drain


def put_in_place():
    """Do the jobs that wait, but that of indexes: they are built outside of transactions, and a test is one."""
    Job.objects.filter(name="custom.indexes").delete()
    drain()


@pytest.fixture
def run(cast, analytics):
    people = sold.customers(cast)
    sold.orders(cast, people)
    sold.customers(cast, 1)
    analytics.refresh()
    run = runs.begin("customers", {"until": NOON.date().isoformat()}, by=cast.dora, at=NOON)
    drain()
    run.refresh_from_db()
    return run


def test_figures_become_fields_that_lists_are_filtered_by(cast, run):
    keeping.keep(run, by=cast.dora, at=NOON)
    put_in_place()
    definitions.refresh()

    contact = registry.get("contact")
    best = FoundCustomer.objects.filter(run=run, r=5, f=5, m=5)
    page = read.query(contact, by=cast.dora, at=NOON, filter=text.parse("rfm_class.is:555"))
    assert {row.id for row in page.rows} == set(best.values_list("customer_id", flat=True)) != set()
    one = FoundCustomer.objects.get(run=run, customer_id=page.rows[0].id)
    row = read.get(
        contact,
        one.customer_id,
        by=cast.ada if one.customer_id <= run.outcome["customers"] / 2 else cast.cleo,
    )
    assert row["still_customer"] == Decimal(str(round(one.alive * 100, 1)))
    assert (row["value_expected"].amount, row["value_expected"].currency) == (
        Decimal(str(round(one.worth, 2))),
        "EUR",
    )
    assert read.count(contact, by=cast.dora, at=NOON, filter=text.parse("rfm_class.empty")).number == 1
    assert row.columns["version"] == 1


def test_nobody_writes_a_figure_by_hand(cast, run):
    keeping.keep(run, by=cast.dora, at=NOON)
    put_in_place()
    definitions.refresh()
    person = FoundCustomer.objects.filter(run=run).first().customer_id

    with pytest.raises(Invalid):
        write.update(
            registry.get("contact"), person, {"rfm_class": "999"}, version=None, by=cast.dora, at=NOON
        )

    assert read.get(registry.get("contact"), person, by=cast.dora)["rfm_class"] != "999"


def test_only_who_sees_everything_and_adds_fields_may_keep(cast, run):
    for person in (cast.ada, cast.max, cast.ann):
        own = runs.begin("customers", {"until": NOON.date().isoformat()}, by=person, at=NOON)
        drain()
        own.refresh_from_db()
        with pytest.raises(Denied):
            keeping.keep(own, by=person, at=NOON)

    assert not CustomField._base_manager.filter(kind="figure").exists()


def test_a_cell_opens_as_a_list_once_the_figures_are_fields(cast, run):
    client = browser_of(cast.dora)
    before = client.get(f"/insights/runs/{run.pk}/people?r=5&f=5").content.decode()

    client.post(f"/insights/runs/{run.pk}/keeping")
    put_in_place()
    after = client.get(f"/insights/runs/{run.pk}/people?r=5&f=5").content.decode()

    assert "Open as a list" not in before
    assert 'href="/contacts?filter=rfm_class.starts%3A55"' in after
    assert client.get("/contacts?filter=rfm_class.starts%3A55").status_code == 200
