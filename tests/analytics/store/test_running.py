"""Questions that are given up leave those after them in peace."""

import datetime as dt
import threading

import pytest

from odnos.analytics.feed import filling
from odnos.analytics.feed.source import Here
from odnos.analytics.store.answer import Answer, StoreError, TookTooLong, begun
from odnos.analytics.store.duck import Duck
from odnos.analytics.store.running import Question, Running, Watch

AT = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
ENDLESS = "SELECT count(*) FROM calendar AS a, calendar AS b, calendar AS c"


def test_what_is_over_is_not_stopped():
    stopped = []
    running, question = Running(), Question(lambda: stopped.append(1))
    with running.one(question, seconds=20, ticket="mine"):
        running.cancel("mine")
    question.cancel()
    running.cancel("mine")

    assert stopped == [1]


def test_the_first_whose_time_comes_is_given_up_first():
    ended, all_ended = [], threading.Event()
    watch = Watch()
    watch.add(Question(all_ended.set), seconds=0.04)
    watch.add(Question(lambda: ended.append("second")), seconds=0.02)
    watch.add(Question(lambda: ended.append("first")), seconds=0.01)
    over = Question(lambda: ended.append("over"))
    watch.add(over, seconds=0.01)
    over.end()

    assert all_ended.wait(20)
    assert ended == ["first", "second"]


def test_a_question_that_was_given_up_and_one_that_was_refused_leave_the_next_in_peace(cast):
    store = Duck(memory=200, threads=1)
    filling.fill(store, Here(), at=AT)
    with pytest.raises(TookTooLong):
        store.ask(ENDLESS, seconds=0.05)
    with pytest.raises(StoreError):
        store.ask("SELECT no_such_thing FROM calendar")
    with pytest.raises(StoreError):
        store.ask("DROP TABLE calendar")

    assert [store.ask("SELECT count(*) FROM calendar").rows for _turn in range(3)] == [[(36525,)]] * 3
    store.close()


def test_an_answer_says_as_of_when_whatever_was_noted_between(cast):
    store = Duck(memory=200, threads=1)
    filling.fill(store, Here(), at=AT)
    first = store.ask("SELECT 1").as_of
    later = AT + dt.timedelta(minutes=1)
    store.apply((), {"as_of": later.isoformat()})

    assert first == AT
    assert store.ask("SELECT 1").as_of == later
    store.close()


def test_a_store_that_takes_questions_in_turn_is_asked_when_the_answer_is_wanted_and_once():
    asked = []

    class InTurn:
        def ask(self, sql, parameters=None, *, seconds=20, ticket=""):
            asked.append((sql, parameters))
            return Answer(("a",), [(1,)], AT)

    answer = begun(InTurn(), "SELECT 1", {"a": 2})
    assert asked == []
    assert answer().rows == answer().rows == [(1,)]
    assert asked == [("SELECT 1", {"a": 2})]
