"""Who handed records over, and who took them: kept as facts, counted within everybody's rights."""

import datetime as dt
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from odnos.analytics import reports
from odnos.analytics.feed import comparing, filling
from odnos.analytics.feed.source import Here
from odnos.analytics.reports import behind, counted
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.analytics.store.clickhouse import Clickhouse
from odnos.analytics.store.postgresql import Postgresql
from odnos.engine.records import read, write
from odnos.engine.records.models import OwnerChange
from odnos.objects.registry import registry
from tests import postgres
from tests.people import NOON
from tests.web.sales import make_company, make_deal, make_pipeline

pytestmark = pytest.mark.django_db
DEAL = registry.get("deal")
DAY = dt.timedelta(days=1)
MARCH = Period(path=("at",), span="2026-03-01..2026-03-31")


@pytest.fixture
def given(cast, analytics):
    """Three deals of Ada: one goes to Ben and on to Cleo, one to Ben in February, one stays."""
    stages = make_pipeline()
    far, early, still = (
        make_deal(cast.dora, stages, name=name, owner=cast.ada.user_id) for name in ("far", "early", "still")
    )
    for deal, to, at in ((early, "ben", NOON - 5 * DAY), (far, "ben", NOON), (far, "cleo", NOON + DAY)):
        write.update(DEAL, deal.id, {"owner": getattr(cast, to).user_id}, version=None, by=cast.dora, at=at)
    write.update(DEAL, still.id, {"name": "stays"}, version=None, by=cast.dora, at=NOON)
    analytics.refresh()
    return SimpleNamespace(far=far.id, early=early.id, still=still.id)


def told(found):
    return {
        tuple(group.text for group in line.groups): line.figures[0][0] for line in (*found.lines, found.total)
    }


def ask(side, store, by, *, period=None, of="deal"):
    report = Report(
        object_key=f"{of}_handover",
        measures=(Measure(kind="distinct", path=(of,)),),
        rows=(Dimension(path=(side,)),),
        period=period,
    )
    return reports.run(report, by=by, at=NOON + 2 * DAY, store=store)


def steps():
    rows = OwnerChange.objects.order_by("id")
    return list(rows.values_list("object_key", "record_id", "from_id", "to_id", "at", "by_id"))


def test_each_change_of_owner_is_kept_and_the_making_of_a_record_is_none(cast, given):
    ada, ben, cleo, dora = (getattr(cast, name).user_id for name in ("ada", "ben", "cleo", "dora"))

    assert steps() == [
        ("deal", given.early, ada, ben, NOON - 5 * DAY, dora),
        ("deal", given.far, ada, ben, NOON, dora),
        ("deal", given.far, ben, cleo, NOON + DAY, dora),
    ]


def test_what_the_trail_tells_of_earlier_changes_is_the_same(cast, given):
    kept = steps()
    OwnerChange.objects.all().delete()
    migration = import_module("odnos.engine.records.migrations.0003_owner_changes")
    with connection.cursor() as cursor:
        migration.tell(None, SimpleNamespace(connection=connection, execute=cursor.execute))

    assert steps() == kept


def test_any_record_with_an_owner_is_told_of_and_its_parts_are_not(cast, analytics):
    company = make_company(cast.ada, name="Oak")
    note = write.create(
        registry.get("note"),
        {"body": "x", "about": {"object": "company", "id": company.id}},
        by=cast.ada,
        at=NOON,
    )
    write.update(company.type, company.id, {"owner": cast.ben.user_id}, version=None, by=cast.ada, at=NOON)

    assert read.get(note.type, note.id, by=cast.dora)["owner"] == cast.ben.user_id
    assert [row[:2] for row in steps()] == [("company", company.id)]


def test_records_count_once_for_each_person_whom_they_left_or_came_to(cast, given, analytics):
    left, came = (ask(side, analytics, cast.dora, period=MARCH) for side in ("from", "to"))

    assert told(left) == {("Ada",): 1, ("Ben",): 1, (): 1}
    assert told(came) == {("Ben",): 1, ("Cleo",): 1, (): 1}
    assert told(ask("from", analytics, cast.dora)) == {("Ada",): 2, ("Ben",): 1, (): 2}
    assert told(ask("from", analytics, cast.dora, of="company")) == {(): 0}


def test_everybody_counts_the_records_that_they_see_now(cast, given, analytics):
    assert told(ask("from", analytics, cast.ben)) == {("Ada",): 1, (): 1}
    assert told(ask("from", analytics, cast.cleo)) == {("Ada",): 1, ("Ben",): 1, (): 1}


def test_a_line_finds_its_records(cast, given, analytics):
    found, kind = ask("from", analytics, cast.dora), counted.get("deal_handover")

    put = {"by": cast.dora, "at": NOON, "store": analytics, "most": 9}
    ids = [behind.records(kind, line.drill, **put)[0] for line in (*found.lines, found.total)]
    assert [set(some) for some in ids] == [{given.far, given.early}, {given.far}, {given.far, given.early}]


def test_every_engine_has_the_changes_and_is_proved_to(cast, given, analytics, tmp_path):
    from tests.scale.front import Front

    here = ask("from", analytics, cast.dora, period=MARCH)
    server, front = postgres.start(), Front(tmp_path)
    try:
        for other in (Postgresql(server.url), Clickhouse(front.url)):
            filling.fill(other, Here(), at=NOON)
            assert told(ask("from", other, cast.dora, period=MARCH)) == told(here)
            [row] = [item for item in comparing.compare(other, Here()) if item.table == "owner_change"]
            assert (row.base.rows, row.is_equal) == (3, True)
    finally:
        front.close()
        server.close()
