"""Whoever has many questions leaves room for whoever has none."""

import dataclasses
import datetime as dt
import threading

import pyarrow as pa
import pytest

from odnos.analytics import reports
from odnos.analytics.reports.definition import Report
from odnos.analytics.store.answer import TookTooLong
from odnos.analytics.store.asking import Behind
from odnos.analytics.store.serving import AT_ONCE, Server
from odnos.analytics.store.turns import Turns
from tests.people import NOON

ADA, BEN, CLEO = 1, 2, 3


def taken(turns, *people):
    return [turns.take(who, seconds=0) for who in people]


def test_one_person_never_has_the_last_turn():
    turns = Turns(6)

    assert taken(turns, *[ADA] * 7) == [True] * 5 + [False] * 2
    assert taken(turns, BEN, BEN) == [True, False]
    turns.give(ADA)
    assert taken(turns, ADA, BEN) == [False, True]


def test_two_people_share_all_turns():
    turns = Turns(6)

    assert taken(turns, ADA, ADA, ADA, BEN, BEN, BEN, CLEO) == [True] * 6 + [False]
    turns.give(BEN)
    assert taken(turns, ADA, CLEO) == [False, True]


def test_a_turn_that_is_given_back_goes_to_who_has_fewer_not_to_who_waits_longer():
    turns, went, over = Turns(6), [], []
    assert all(taken(turns, ADA, ADA, ADA, ADA, BEN, BEN))

    def wait(who):
        over.append(turns.take(who, seconds=30))
        went.append(who)

    threads = []
    for place, who in enumerate((ADA, CLEO)):
        threads.append(threading.Thread(target=wait, args=(who,), daemon=True))
        threads[-1].start()
        while len(turns._queue) <= place:
            threading.Event().wait(0.001)
    turns.give(ADA)
    threads[1].join(30)

    assert went == [CLEO]
    for who in (ADA, BEN):
        turns.give(who)
    threads[0].join(30)
    assert (went, over) == ([CLEO, ADA], [True, True])


def test_turns_of_one_alone_come_back():
    turns = Turns(2)

    for _time in range(3):
        assert turns.take(ADA, seconds=0)
        turns.give(ADA)
    assert turns._held.total() == 0


class Slow:
    """A store whose questions take as long as it is told."""

    def __init__(self):
        self.go_on, self.asked = threading.Event(), threading.Semaphore(0)

    def arrow(self, sql, parameters, *, seconds, ticket):
        if sql == "slow":
            self.asked.release()
            self.go_on.wait(30)
        return pa.table({"sql": [sql]}), dt.datetime(2026, 3, 2, tzinfo=dt.UTC)


def test_who_asks_much_of_the_process_does_not_keep_others_out(tmp_path):
    slow = Slow()
    server = Server(tmp_path / "socket", slow, {})
    server.begin()
    ada, ben = (Behind(tmp_path / "socket").of(who) for who in (ADA, BEN))
    try:
        for _question in range(AT_ONCE - 1):
            threading.Thread(target=ada.ask, args=("slow",), daemon=True).start()
            assert slow.asked.acquire(timeout=30)

        assert ben.ask("quick").rows == [("quick",)]
        with pytest.raises(TookTooLong):
            ada.ask("quick", seconds=0.05)
        slow.go_on.set()
        assert ada.ask("quick").rows == [("quick",)]
    finally:
        slow.go_on.set()
        server.shutdown()
        server.server_close()


def test_a_question_is_that_of_who_is_there_not_of_whom_they_look_as(cast, analytics):
    asked = []

    class Noted:
        dialect = analytics.dialect

        def of(self, who):
            asked.append(who)
            return analytics

    for by in (cast.ada, dataclasses.replace(cast.ada, seen_by=cast.dora.user_id)):
        reports.run(Report(object_key="deal"), by=by, at=NOON, store=Noted())

    assert asked == [cast.ada.user_id, cast.dora.user_id]
