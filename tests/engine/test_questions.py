"""Statements that were compiled for one question answer no other."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.filters import text
from odnos.engine.records import read, shares, write
from odnos.engine.records.contains import Lookups
from odnos.engine.records.question import Question
from odnos.engine.tables import definitions
from odnos.engine.tables.prepared import Prepared, Statements
from odnos.objects.registry import registry
from tests.people import NOON

COMPANY = registry.get("company")
pytestmark = pytest.mark.django_db


def name_of(by: Any, filter: str = "", *, at: dt.datetime = NOON, deleted: bool = False) -> Any:
    node = text.parse(filter) if filter else None
    lookups = Lookups(by=by, deleted=deleted)
    return Question(object_type=COMPANY, by=by, at=at, filter=node, lookups=lookups).name


def seen(by: Any, filter: str = "", *, at: dt.datetime = NOON, after: str | None = None) -> list[str]:
    actor = actor_for(User.objects.get(pk=by.user_id))
    node = text.parse(filter) if filter else None
    page = read.query(COMPANY, by=actor, at=at, filter=node, sort="name", after=after, limit=2)
    return [row.title for row in page.rows]


def make(name: str, by: Any, at: dt.datetime = NOON, **values: Any) -> Any:
    return write.create(COMPANY, {"name": name, **values}, by=by, at=at)


def test_the_same_question_has_the_same_name(cast):
    assert name_of(cast.ada) == name_of(cast.ada) is not None
    assert name_of(cast.ada, "owner.is:me") == name_of(cast.ada, f"owner.is:{cast.ada.user_id}")


@pytest.mark.parametrize(
    "other",
    [
        {"user_id": 999},
        {"team_id": 999},
        {"role": "manager"},
        {"people": frozenset((999,))},
        {"teams": frozenset((999,))},
        {"territories": frozenset((999,))},
        {"shared": {"company": frozenset((999,))}},
        {"floor": {"company": "team"}},
    ],
    ids=str,
)
def test_whoever_reaches_otherwise_asks_something_else(cast, other):
    assert name_of(dataclasses.replace(cast.ada, **other)) != name_of(cast.ada)


def test_another_condition_another_day_the_bin_and_other_rights_are_another_question(cast):
    names = [
        name_of(cast.ada),
        name_of(cast.ada, deleted=True),
        name_of(cast.ada, "name.is:A"),
        name_of(cast.ada, "not(name.is:A)"),
        name_of(cast.ada, "any(name.is:A,industry.is:retail)"),
        name_of(cast.ada, "created_at.within:today"),
        name_of(cast.ada, "created_at.within:today", at=NOON + dt.timedelta(days=1)),
    ]
    before = name_of(cast.ada)
    definitions.reread()

    assert None not in names
    assert len(set(names)) == len(names)
    assert name_of(cast.ada) != before


def test_what_is_looked_up_has_no_name(cast):
    assert name_of(cast.ada, "name.contains:steel") is None
    assert name_of(cast.ada, "owner.name.is:Ada") is None


def test_what_is_asked_again_is_compiled_once(cast, monkeypatch):
    make("A", cast.ada)
    make("B", cast.ada)
    compiled: list[Any] = []
    compile_now = Prepared._compile_now
    monkeypatch.setattr(Prepared, "_compile_now", lambda self: compiled.append(self) or compile_now(self))

    assert seen(cast.ada) == ["A", "B"]
    assert compiled != []
    make("C", cast.ada)
    compiled.clear()
    assert seen(cast.ada, "name.is:A") == ["A"]
    assert compiled != []
    compiled.clear()
    assert seen(cast.ada) == ["A", "B"]
    assert compiled == []


def test_rights_taken_and_given_count_at_once(cast):
    shown = make("Shown", cast.cleo)
    make("Own", cast.ada)
    assert seen(cast.ada) == ["Own"]
    shares.share(COMPANY, shown.id, {"user": cast.ada.user_id}, by=cast.cleo, at=NOON)
    assert seen(cast.ada) == ["Own", "Shown"]
    shares.unshare(COMPANY, shown.id, {"user": cast.ada.user_id}, by=cast.cleo, at=NOON)
    assert seen(cast.ada) == ["Own"]


def test_what_is_asked_by_the_day_is_asked_of_that_day(cast):
    make("Today", cast.ada)
    make("Tomorrow", cast.ada, NOON + dt.timedelta(days=1))

    assert seen(cast.ada, "created_at.within:today") == ["Today"]
    assert seen(cast.ada, "created_at.within:today", at=NOON + dt.timedelta(days=1)) == ["Tomorrow"]


def test_titles_are_those_that_one_may_see(cast):
    row = make("Shown", cast.cleo)
    reference = row.reference

    assert read.titles([reference], by=cast.ada) == {reference: None}
    assert read.titles([reference], by=cast.cleo) == {reference: "Shown"}
    assert read.titles([reference, ("user", cast.ada.user_id)], by=cast.ada)[reference] is None


def test_a_condition_that_nothing_meets_asks_nothing():
    assert Prepared(lambda: User.objects.filter(models.Q(pk__in=()))).rows() == []


def test_where_nothing_is_found_no_rows_are_asked_for(cast):
    with CaptureQueriesContext(connection) as asked:
        page = read.query(COMPANY, by=cast.ada, at=NOON)

    assert (page.rows, page.count.number) == ([], 0)
    assert not any('"people_company"."name"' in query["sql"] for query in asked.captured_queries)


def test_what_was_compiled_keeps_no_query():
    [statement] = Statements().of("everybody", lambda: [User.objects.filter(pk=1)])
    assert statement.rows() == []

    assert not hasattr(statement, "_build")
    assert statement.rows() == []


def test_what_is_full_begins_anew():
    kept = Statements(most=2)
    first = kept.of("first", lambda: [User.objects.all()])

    assert kept.of("first", list) is first
    kept.of("second", lambda: [User.objects.all()])
    kept.of("third", lambda: [User.objects.all()])
    assert kept.of("first", lambda: [User.objects.all()]) is not first
