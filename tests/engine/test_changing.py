"""A field gets another kind: looked at before, done beside its readers, and taken back with all values."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection

from odnos.engine.access.rights import Denied
from odnos.engine.access.tripwire import suspended
from odnos.engine.custom.changing import actions, jobs
from odnos.engine.custom.changing.models import FieldChange
from odnos.engine.custom.objects import CUSTOM_FIELD
from odnos.engine.filters import text
from odnos.engine.outbox import queue, running
from odnos.engine.outbox.jobs import enqueue
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.lib.money import Money
from odnos.objects.registry import registry
from tests.people import NOON
from tests.working import drain, now

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")
LATER = NOON + dt.timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_index_left(cast):
    yield
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, COMPANY.table)
        for name in found:
            if name.startswith("custom_f"):
                cursor.execute(f'DROP INDEX "{name}"')


@pytest.fixture
def budget(cast, add_field):
    """Companies with budgets written as text: two numbers, two that are none, and one empty."""
    field = add_field("company", "text", "Budget", is_fast=True)
    for name, written in (("A", "1200"), ("B", "12.5"), ("C", "12 pcs"), ("D", "12 pcs"), ("E", None)):
        write.create(COMPANY, {"name": name, "budget": written}, by=cast.ada, at=NOON)
    return field


def values(cast, name="budget"):
    definitions.refresh()
    rows = read.query(COMPANY, by=cast.dora, at=NOON, sort="name", limit=50).rows
    return {row.title: row[name] for row in rows}


def row_of(field, cast):
    return read.get(CUSTOM_FIELD, field.id, by=cast.dora)


def begin(field, kind, cast, *, keep=False, **given):
    return actions.begin(row_of(field, cast), kind, given, keep=keep, by=cast.dora, at=NOON)


def found(cast, written):
    rows = read.query(COMPANY, by=cast.dora, at=NOON, filter=text.parse(written), sort="name", limit=50).rows
    return [row.title for row in rows]


def test_a_preview_counts_what_fits_and_groups_what_does_not(cast, budget):
    seen, used = actions.look(row_of(budget, cast), "number", {"places": 2}, by=cast.dora, at=NOON)

    assert (seen.filled, seen.fit, seen.unfit, seen.kinds) == (4, 2, 2, 1)
    [group] = seen.groups
    assert (group.written, group.number, group.reason) == ("12 pcs", 2, "“12 pcs” is not a number.")
    assert used == []
    assert values(cast)["A"] == "1200"
    with pytest.raises(Denied):
        actions.look(row_of(budget, cast), "number", {}, by=cast.ada, at=NOON)


def test_readers_see_the_old_kind_until_all_is_swapped_at_once(cast, budget):
    begin(budget, "number", cast, places=2)
    assert values(cast)["A"] == "1200"
    assert COMPANY.field("budget").kind == "text"

    drain()

    assert values(cast) == {"A": Decimal(1200), "B": Decimal("12.50"), "C": None, "D": None, "E": None}
    assert found(cast, "budget.gt:100") == ["A"]
    write.update(COMPANY, ids(cast)["E"], {"budget": "7"}, version=None, by=cast.ada, at=LATER)
    assert found(cast, "budget.is:7") == ["E"]


def ids(cast):
    return {row.title: row.id for row in read.query(COMPANY, by=cast.dora, at=NOON, limit=50).rows}


def test_what_is_written_while_the_job_runs_is_not_lost(cast, budget, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 1)
    known, convert_some = ids(cast), jobs.convert_some

    def with_a_writer(run, work, shadow):
        more = convert_some(run, work, shadow)
        if work.change.done == 2:
            for name, written in (("A", "77"), ("E", "88")):
                write.update(COMPANY, known[name], {"budget": written}, version=None, by=cast.ada, at=NOON)
            write.create(COMPANY, {"name": "F", "budget": "99"}, by=cast.ada, at=NOON)
        return more

    monkeypatch.setattr(jobs, "convert_some", with_a_writer)
    begin(budget, "number", cast, places=2)
    drain()

    assert values(cast) == {
        "A": Decimal(77), "B": Decimal("12.50"), "C": None, "D": None, "E": Decimal(88), "F": Decimal(99),
    }  # fmt: skip


def test_who_wrote_without_knowing_of_the_swap_is_caught_up_with(cast, budget):
    begin(budget, "number", cast, places=2)
    run_only("custom.change")
    change = FieldChange.objects.get()
    stale = ids(cast)["A"]
    row = COMPANY.model._base_manager
    with suspended("a process that has not read the definitions anew"):
        one = row.get(pk=stale)
        one.custom = one.custom | {change.slot_before: "55"}
        one.updated_at = change.swapped_at
        one.save(update_fields=["custom", "updated_at"])
    Job.objects.update(run_at=NOON)
    drain()

    assert values(cast)["A"] == Decimal(55)


def run_only(name):
    Job.objects.exclude(name=name).delete()
    drain_once(name)


def drain_once(name):
    lane = queue.Lane(long=True, long_names=[name])
    for claim in queue.claim("test", lane, at=now(), lease=dt.timedelta(seconds=30), limit=5):
        running.run(claim, now=now)


def test_an_undo_gives_the_old_values_back_and_what_was_edited_since(cast, budget):
    change = begin(budget, "number", cast, places=2)
    drain()
    write.update(COMPANY, ids(cast)["B"], {"budget": "7.25"}, version=None, by=cast.ada, at=LATER)
    write.update(COMPANY, ids(cast)["D"], {"budget": "3"}, version=None, by=cast.ada, at=LATER)

    actions.undo(change.pk, by=cast.dora, at=LATER)

    assert COMPANY.field("budget").kind == "text"
    assert values(cast) == {"A": "1200", "B": "7.25", "C": "12 pcs", "D": "3", "E": None}
    assert found(cast, "budget.contains:pcs") == ["C"]
    drain()
    assert values(cast)["C"] == "12 pcs"
    again = begin(budget, "number", cast, places=2)
    drain()
    assert values(cast)["D"] == Decimal(3)
    with pytest.raises(Invalid):
        actions.undo(change.pk, by=cast.dora, at=LATER)
    with pytest.raises(Invalid):
        actions.undo(again.pk, by=cast.dora, at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))


def test_what_does_not_fit_is_kept_as_text_if_so_wished(cast, budget):
    begin(budget, "number", cast, keep=True, places=2)
    drain()

    assert values(cast)["C"] is None
    assert values(cast, "budget_old_value") == {"A": None, "B": None, "C": "12 pcs", "D": "12 pcs", "E": None}


def test_old_values_go_after_their_time(cast, budget):
    change = begin(budget, "number", cast, places=2)
    drain()
    FieldChange.objects.filter(pk=change.pk).update(swapped_at=NOON - dt.timedelta(days=60))
    enqueue("custom.change_over", {}, at=NOON)
    drain()

    change.refresh_from_db()
    assert change.state == "over"
    rows = read.query(COMPANY, by=cast.dora, at=NOON, limit=50).rows
    assert not any(change.slot_before in row.columns["custom"] for row in rows)
    assert values(cast)["A"] == Decimal(1200)


WAYS = [
    ("text", {}, "5 EUR", "money", {}, Money(Decimal(5), "EUR")),
    ("text", {}, "2026-03-01", "date", {}, dt.date(2026, 3, 1)),
    ("text", {}, "yes", "boolean", {}, True),
    ("text", {}, "Gold", "choice", {"make_options": True}, "gold"),
    ("text", {}, "Gold", "tags", {}, ("Gold",)),
    ("text", {}, "Zebra", "link", {"to": "company"}, "the zebra"),
    ("number", {"places": 2}, "12.5", "text", {}, "12.5"),
    ("number", {}, "12", "money", {}, Money(Decimal(12), "EUR")),
    ("money", {}, "12 EUR", "number", {"places": 2}, Decimal(12)),
    ("money", {}, "12 USD", "text", {}, "12 USD"),
    ("date", {}, "2026-03-01", "text", {}, "2026-03-01"),
    ("choice", {"options": ("Gold", "Silver")}, "Gold", "multi_choice", {}, ("gold",)),
    ("choice", {"options": ("Gold", "Silver")}, "Gold", "text", {}, "Gold"),
    ("multi_choice", {"options": ("Gold", "Silver")}, "Gold", "choice", {}, "gold"),
    ("boolean", {}, "yes", "text", {}, "Yes"),
]


@pytest.mark.parametrize(
    ("kind", "settings", "raw", "to", "given", "kept"), WAYS, ids=[f"{w[0]}-{w[3]}" for w in WAYS]
)
def test_a_value_goes_to_another_kind_and_back(cast, add_field, kind, settings, raw, to, given, kept):  # noqa: PLR0913
    zebra = write.create(COMPANY, {"name": "Zebra"}, by=cast.ada, at=NOON)
    field = add_field("company", kind, "Added", **settings)
    one = write.create(COMPANY, {"name": "One", "added": raw}, by=cast.ada, at=NOON)
    before = values(cast, "added")["One"]

    change = begin(field, to, cast, **given)
    drain()
    wanted = zebra.id if kept == "the zebra" else kept
    assert values(cast, "added")["One"] == wanted
    if kind != "boolean" and "not_empty" in COMPANY.field("added").operators:
        assert found(cast, "added.not_empty:1") == ["One"]
    if COMPANY.field("added").kind in ("multi_choice", "tags", "choice"):
        assert found(cast, "added.is:Gold") == ["One"]

    actions.undo(change.pk, by=cast.dora, at=LATER)
    assert values(cast, "added")["One"] == before
    assert read.get(COMPANY, one.id, by=cast.ada).version == one.version


def test_what_uses_the_field_is_named_and_stops_what_would_break_it(cast, add_field):
    field = add_field("company", "number", "Sites")
    add_field("company", "formula", "Double", formula="sites * 2")

    _seen, used = actions.look(row_of(field, cast), "text", {}, by=cast.dora, at=NOON)
    assert [(use.what, use.name, use.stops) for use in used] == [("formula", "Company: Double", True)]
    with pytest.raises(Invalid) as refusal:
        begin(field, "text", cast)
    assert "Company: Double" in str(refusal.value.errors["kind"][0])
    assert not FieldChange.objects.exists()


def test_kinds_that_do_not_lead_to_one_another_are_refused(cast, budget):
    for kind in ("formula", "file", "text", "nothing"):
        with pytest.raises(Invalid):
            begin(budget, kind, cast)
    begin(budget, "number", cast)
    with pytest.raises(Invalid):
        begin(budget, "date", cast)
