"""What a filter says of a record in the making is what the database says of it once it is kept: for every field and operator."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odnos.engine.access.actor import Actor
from odnos.engine.custom.rules import extendable
from odnos.engine.filters import text
from odnos.engine.filters.tree import All, Condition, FilterError, Node, Not
from odnos.engine.filters.tree import Any as AnyOf
from odnos.engine.records import holds, read, write
from odnos.engine.records.holds import Subject
from odnos.engine.views import segments
from odnos.objects.registry import ObjectType, registry
from tests.contract.test_paging import fill
from tests.contract.world import World
from tests.people import NOON, Cast

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")
WORDS = (
    "",
    "zebra",
    "ЁЛ",
    "елк",
    "Élan",
    "5",
    "5.25",
    "0.1",
    "-1",
    "1200 EUR",
    "100 USD",
    "yes",
    "no",
    "me",
    "mine",
    "gold",
    "Silver",
)
DAYS = ("2026-03-02", "2026-03-03", "today", "yesterday", "this_week", "next_7_days", "overdue", "future")
ANYTHING = (*WORDS, *DAYS)
FAR_EAST = {"timezone": "Pacific/Auckland", "locale": "ru", "currency": "USD"}

# kind, settings, what some records have in it
ADDED = (
    ("text", {}, ("Ёлка", "ЕЛКА 100%", "zebra_crossing", "Élan")),
    ("long_text", {}, ("two\nЁлки", "none")),
    ("number", {"places": 4}, ("5.25", "0.1", "-1", "0")),
    ("money", {}, ("1200 EUR", "100 USD", "0 EUR")),
    ("date", {}, ("2026-03-02", "2026-03-03", "1999-12-31")),
    ("moment", {}, ("2026-03-02T10:59:59.5Z", "2026-03-02T11:00:00Z", "2026-03-03T10:59:00Z")),
    ("boolean", {}, ("yes", "no")),
    ("choice", {"options": ("Gold", "Silver")}, ("Gold", "Silver")),
    ("multi_choice", {"options": ("Gold", "Silver")}, ("Gold", "Gold, Silver")),
    ("tags", {}, ("Ёлка, zebra", "x" * 90)),
    ("email", {}, ("zebra@odnos.example",)),
    ("phone", {}, ("040 123 456",)),
    ("url", {}, ("odnos.example",)),
    ("address", {}, ({"city": "Élan"}, {"street": "Ёлка 5"})),
    ("user", {}, ()),
    ("link", {"to": "company"}, ()),
    ("links", {"to": "company"}, ()),
)  # fmt: skip


def rows_of(kind: ObjectType, *, by: Actor) -> list[Any]:
    return list(read.query(kind, by=by, at=NOON, limit=500).rows)


def found(kind: ObjectType, node: Node, *, by: Actor) -> set[int] | str:
    """Return the records that the database finds, or that it was asked wrongly."""
    try:
        return {row.id for row in read.query(kind, by=by, at=NOON, filter=node, limit=500).rows}
    except ValueError:
        return "refused"


def held(kind: ObjectType, node: Node, rows: list[Any], *, by: Actor) -> set[int] | str:
    subjects = [Subject(id=row.id, value=row.__getitem__, ctx=by.context(NOON)) for row in rows]
    try:
        verdicts = holds.holding(kind, node, subjects, by=by)
    except ValueError:
        return "refused"
    return {row.id for row, verdict in zip(rows, verdicts, strict=True) if verdict}


def asked(kind: ObjectType, rows: list[Any]) -> list[Condition]:
    """Return conditions on every field with every operator: with its own values, and with anything else."""
    made = []
    for item in kind.all_fields:
        values = [item.json(row[item.name]) for row in rows if not item.is_empty(row[item.name])][:2]
        for number, operator in enumerate(item.operators):
            if operator in ("empty", "not_empty"):
                made.append(Condition((item.name,), operator))
                continue
            pool = [*values, *ANYTHING[number::6], rows[0].id]
            for place, value in enumerate(pool):
                pair = [value, pool[place - 1]]
                made.append(Condition((item.name,), operator, pair if operator == "between" else value))
            made.append(Condition((item.name,), operator, pool[:3]))
        if getattr(item, "to", "") in registry:
            linked = registry.get(item.to)  # type: ignore[attr-defined]
            made += [Condition((item.name, linked.title), how, "Zebra") for how in ("contains", "empty")]
            made.append(Condition((item.name, "owner"), "is", "me"))
    return made


@pytest.mark.parametrize("object_type", [pytest.param(item, id=item.key) for item in extendable()])
def test_each_condition_on_a_declared_field_holds_where_the_database_finds_it(object_type, cast: Cast):
    world = World(cast)
    fill(object_type, world)
    by = world.owner(object_type)
    rows = rows_of(object_type, by=by)

    for node in asked(object_type, rows):
        assert held(object_type, node, rows, by=by) == found(object_type, node, by=by), node


@pytest.fixture
def firms(cast: Cast, add_field):
    """Companies with added fields of every kind, empty, full and in between; asked by somebody far in the east."""
    names = [add_field("company", kind, f"The {kind}", **given)["code"] for kind, given, _values in ADDED]
    far = write.create(COMPANY, {"name": "Hidden zebra"}, by=cast.cleo, at=NOON)
    plain = [write.create(COMPANY, {"name": name}, by=cast.ada, at=NOON) for name in ("Zebra", "Bare")]
    linked = {"the_user": cast.ben.user_id, "the_link": plain[0].id, "the_links": [plain[0].id, plain[1].id]}
    for place in range(4):
        values = {
            name: given[2][place] for name, given in zip(names, ADDED, strict=True) if place < len(given[2])
        }
        write.create(
            COMPANY,
            {
                "name": f"Firm {place}",
                "employees": place * 5 or None,
                **values,
                **(linked if place % 2 else {}),
            },
            by=cast.ada,
            at=NOON,
        )
    boss = dataclasses.replace(cast.dora, **FAR_EAST)
    write.update(COMPANY, plain[1].id, {"the_link": far.id}, version=None, by=cast.dora, at=NOON)
    return dataclasses.replace(cast.ada, **FAR_EAST), boss


def test_each_condition_on_an_added_field_holds_where_the_database_finds_it(firms):
    for by in firms:
        rows = rows_of(COMPANY, by=by)
        for node in asked(COMPANY, rows):
            assert held(COMPANY, node, rows, by=by) == found(COMPANY, node, by=by), node
            assert held(COMPANY, Not(node), rows, by=by) == found(COMPANY, Not(node), by=by), ("not", node)


def test_trees_of_conditions_hold_where_the_database_finds_them(firms):
    by, _boss = firms
    rows = rows_of(COMPANY, by=by)
    known = [node for node in asked(COMPANY, rows)[::3] if found(COMPANY, node, by=by) != "refused"]
    leaves = st.integers(0, len(known) - 1).map(known.__getitem__)
    several = st.lists(leaves, max_size=3)
    trees = st.recursive(
        st.one_of(leaves, several.map(lambda items: All(tuple(items))), several.map(lambda items: AnyOf(tuple(items)))),
        lambda inner: st.one_of(inner.map(Not), st.lists(inner, max_size=3).map(lambda items: AnyOf(tuple(items))), st.lists(inner, max_size=3).map(lambda items: All(tuple(items)))),
        max_leaves=6,
    )  # fmt: skip

    @settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(trees)
    def agree(node: Node) -> None:
        assert held(COMPANY, node, rows, by=by) == found(COMPANY, node, by=by)

    agree()


def test_a_new_record_has_no_id_and_a_wrong_condition_is_refused(cast: Cast):
    new = Subject(id=None, value={"name": "Ёлка"}.get, ctx=cast.ada.context(NOON))

    assert holds.holding(COMPANY, text.parse("name.is:Ёлка"), [new], by=cast.ada) == [True]
    assert holds.holding(COMPANY, text.parse("id.in:[1,2]"), [new], by=cast.ada) == [False]
    assert holds.holding(COMPANY, text.parse("parent.name.contains:x"), [new], by=cast.ada) == [False]
    for wrong in (
        "nothing.is:1",
        "name.resembles:x",
        "employees.gt:many",
        "name.owner.is:me",
        "parent.nothing.is:1",
    ):
        with pytest.raises(FilterError):
            holds.holding(COMPANY, text.parse(wrong), [new], by=cast.ada)


def test_days_are_those_of_whoever_writes(cast: Cast):
    evening = dt.datetime(2026, 3, 2, 20, tzinfo=dt.UTC)
    day = {"founded_on": dt.date(2026, 3, 3)}.get
    deal = registry.get("deal")
    here, there = (cast.ada.context(evening), dataclasses.replace(cast.ada, **FAR_EAST).context(evening))
    subjects = [Subject(id=None, value=lambda _name: day("founded_on"), ctx=ctx) for ctx in (here, there)]

    assert holds.holding(deal, text.parse("closes_on.within:today"), subjects, by=cast.ada) == [False, True]


def test_a_segment_is_looked_into_once_for_all_records(cast: Cast) -> None:
    ids = [write.create(COMPANY, {"name": name}, by=cast.ada, at=NOON).id for name in ("Oak", "Pine", "Yew")]
    segment = segments.begin("company", "Trees", named=segments.token(), by=cast.ada, at=NOON)
    segments.add(segment, ids[:2])
    subjects = [Subject(one, {}.__getitem__, cast.ada.context(NOON)) for one in (*ids, None)]

    def held(filter: str) -> list[bool]:
        return holds.holding(COMPANY, text.parse(filter), subjects, by=cast.ada)

    with CaptureQueriesContext(connection) as asked:
        assert held(f"id.segment:{segment.token}") == [True, True, False, False]
    assert len(asked) == 2
    assert held(f"not(id.segment:{segment.token})") == [False, False, True, True]
    with pytest.raises(FilterError):
        held("id.segment:s0")
