"""Every operator of every field of every object, against a plain reading of the same question in Python."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import All, Condition, FilterError, Not
from odnos.engine.records import read
from odnos.lib import text as words
from odnos.lib.money import Money
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry
from tests.contract.test_paging import fill
from tests.contract.world import World
from tests.people import NOON


def is_blank(field: Field, value: Any) -> bool:
    return field.is_empty(value)


def plain(field: Field, value: Any) -> Any:
    """Return what a comparison compares."""
    return value.amount if isinstance(value, Money) else value


def members(field: Field, value: Any) -> set[Any]:
    if isinstance(field, f.Links):
        return {item.id for item in value or ()}
    return {words.fold(item) for item in value or ()}


def holds(field: Field, operator: str, value: Any, operand: Any) -> bool:
    """The oracle: whether a row with `value` is meant by `operator operand`."""
    blank = is_blank(field, value)
    if operator in ("empty", "not_empty"):
        if isinstance(field, f.Boolean):
            return (operator == "empty") != bool(value)
        return blank == (operator == "empty")
    if isinstance(field, f.MultiChoice | f.Links):
        wanted = members(
            field, operand if isinstance(field, f.MultiChoice) else [type("", (), {"id": i}) for i in operand]
        )
        return bool(wanted & members(field, value)) == (operator in ("is", "in"))
    if operator in ("contains", "starts"):
        texts = list((value or {}).values()) if isinstance(field, f.Address) else [value or ""]
        folded = [words.fold(str(item)) for item in texts]
        needle = words.fold(operand)
        return any(needle in item if operator == "contains" else item.startswith(needle) for item in folded)
    if operator in ("is", "in"):
        return not blank and plain(field, value) in operand
    if operator in ("is_not", "not_in"):
        return blank or plain(field, value) not in operand
    if blank:
        return False
    mine = plain(field, value)
    if operator == "between":
        return bool(operand[0] <= mine <= operand[1])
    return bool(
        {
            "gt": mine > operand[0],
            "gte": mine >= operand[0],
            "lt": mine < operand[0],
            "lte": mine <= operand[0],
        }[operator]
    )


def questions(field: Field, operator: str, rows: list[Any]) -> list[tuple[Any, Any]]:
    """Return operands as they are written, with what the oracle compares."""
    values = [row[field.name] for row in rows if not is_blank(field, row[field.name])]
    if operator in ("empty", "not_empty"):
        return [(None, None)]
    if not values:
        return []
    if isinstance(field, f.Links):
        ids = [item.id for item in values[0]]
        return [(ids[0] if operator in ("is", "is_not") else ids, ids)]
    if isinstance(field, f.MultiChoice):
        items = list(values[0])
        return [
            (
                items[0] if operator in ("is", "is_not") else items,
                items[:1] if operator in ("is", "is_not") else items,
            )
        ]
    if isinstance(field, f.Address):
        return [(values[0]["city"][2:7].upper(), values[0]["city"][2:7])]
    if operator in ("contains", "starts"):
        word = str(values[-1])
        part = word[:4] if operator == "starts" else word[1:5]
        return [(part.upper(), part)] if part.strip() else []
    if isinstance(field, f.About):
        return [(f"{values[0][0]}:{values[0][1]}", [values[0]])]
    if isinstance(field, f.Boolean):
        return [(True, [True]), (False, [False])]
    found = []
    for value in (values[0], values[-1]):
        written = field.json(value)
        mine = plain(field, value)
        if isinstance(field, f.Money):
            written = str(value.amount)
        if operator == "within":
            continue
        if operator == "between":
            found.append(([written, written], [mine, mine]))
        elif operator in ("in", "not_in"):
            other = field.json(values[-1]) if not isinstance(field, f.Money) else str(values[-1].amount)
            found.append(([written, other], [mine, plain(field, values[-1])]))
        else:
            found.append((written, [mine]))
    return found


def test_every_operator_finds_what_it_says(object_type: ObjectType, world: World):
    fill(object_type, world)
    by = world.owner(object_type)
    rows = list(read.query(object_type, by=by, at=NOON, limit=500).rows)

    for field in object_type.all_fields:
        for operator in field.operators:
            if isinstance(field, f.Moment) and operator == "between":
                continue  # by whole days of the reader's zone: see the tests of moments
            for written, operand in questions(field, operator, rows):
                node = Condition((field.name,), operator, written)
                found = {
                    row.id for row in read.query(object_type, by=by, at=NOON, filter=node, limit=500).rows
                }
                meant = {row.id for row in rows if holds(field, operator, row[field.name], operand)}
                assert found == meant, (field.name, operator, written)
                others = read.query(object_type, by=by, at=NOON, filter=Not(node), limit=500).rows
                assert {row.id for row in others} == {row.id for row in rows} - meant, (
                    "not",
                    field.name,
                    operator,
                    written,
                )
                assert text.parse(text.dump(node)) == Condition(node.path, operator, as_text(written))
                assert tree.from_json(node.to_json()) == node
                assert read.count(object_type, by=by, at=NOON, filter=node).number == len(meant)


def as_text(written: Any) -> Any:
    """Return an operand as the text form gives it back: everything is text there."""
    import json

    if isinstance(written, list):
        return [as_text(item) for item in written]
    return written if written is None or isinstance(written, str) else json.dumps(written)


def test_operators_that_a_field_has_not_are_refused(object_type: ObjectType, world: World):
    by = world.owner(object_type)

    for field in object_type.all_fields:
        with pytest.raises(FilterError):
            read.query(object_type, by=by, at=NOON, filter=Condition((field.name,), "resembles", "x"))
    with pytest.raises(FilterError):
        read.query(object_type, by=by, at=NOON, filter=Condition(("nothing",), "is", "x"))


def test_conditions_go_through_links(object_type: ObjectType, world: World):
    world.create(object_type)
    by = world.owner(object_type)
    rows = list(read.query(object_type, by=by, at=NOON, limit=500).rows)

    for field in object_type.all_fields:
        if not isinstance(field, f.Link | f.Links):
            continue
        for operator, expected in (("not_empty", True), ("empty", False)):
            title = registry.get(field.to).title
            node = Condition((field.name, title), operator)
            found = {row.id for row in read.query(object_type, by=by, at=NOON, filter=node, limit=500).rows}
            linked = {row.id for row in rows if not is_blank(field, row[field.name])}
            assert found == (linked if expected else set()), (field.name, operator)


values = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=8), min_size=1, max_size=3),
    st.none(),
)
names = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(
    lambda name: name not in ("all", "any", "not")
)
conditions = st.builds(Condition, st.lists(names, min_size=1, max_size=3).map(tuple), names, values)
nodes = st.recursive(
    conditions,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: All(tuple(items))),
        st.lists(inner, max_size=3).map(lambda items: tree.Any(tuple(items))),
        inner.map(Not),
    ),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None)
@given(nodes)
def test_a_filter_survives_its_text_and_its_json(node):
    assert tree.from_json(node.to_json()) == node
    assert meaning(text.parse(text.dump(node))) == meaning(node)


def meaning(node) -> Any:
    """Return a tree without groups of one, and with the strings that the text form trims."""
    if isinstance(node, Condition):
        return ("condition", node.path, node.operator, node.value)
    if isinstance(node, Not):
        return ("not", meaning(node.node))
    inner = [meaning(item) for item in node.nodes]
    if len(inner) == 1:
        return inner[0]
    return ("all" if isinstance(node, All) else "any", tuple(inner))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_a_filter_or_is_refused(written):
    try:
        node = text.parse(written)
    except FilterError:
        return
    assert text.parse(text.dump(node)) is not None


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("created_at.between:[2026-03-02,2026-03-02]", 1),
        ("created_at.between:[2026-03-01,2026-03-01]", 0),
        ("created_at.gte:2026-03-02T12:00:00Z", 1),
        ("created_at.gt:2026-03-02T12:00:00Z", 0),
        ("created_at.within:today", 1),
        ("created_at.within:this_month", 1),
        ("created_at.within:last_month", 0),
        ("created_at.within:last_7_days", 1),
    ],
)
def test_moments_are_asked_for_by_days_of_the_readers_zone(world: World, written: str, found: int):
    company = registry.get("company")
    world.create(company)

    assert len(read.query(company, by=world.cast.ada, at=NOON, filter=text.parse(written)).rows) == found


def test_money_with_a_currency_finds_only_that_currency(world: World):
    company = registry.get("company")
    for currency in ("EUR", "USD"):
        world.create(company, annual_revenue={"amount": "100", "currency": currency})

    def number(written: str) -> int:
        return read.count(company, by=world.cast.ada, at=NOON, filter=text.parse(written)).number

    assert number("annual_revenue.gte:100") == 2
    assert number('annual_revenue.gte:"100 USD"') == 1
    assert number('annual_revenue.gt:"100 USD"') == 0
