"""Ten tabs of one person that wait for figures hold some of the web's threads: another person's pages are answered meanwhile."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from urllib.parse import urlencode

import pytest
from django.db import connections

from odnos.analytics.store import installed, waiting
from odnos.analytics.store.turns import Turns
from tests.web.sales import browser_of

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 4
SLOW = "/insights/cohorts"
ASKED = json.dumps({"object": "order", "measures": [{"kind": "count"}], "rows": [{"path": "state"}]})


class Slow:
    """A store that answers nothing until `gate` is open; `asked` counts questions on their way."""

    dialect = "duckdb"

    def __init__(self, store):
        self.store, self.gate, self.asked = store, threading.Event(), threading.Semaphore(0)

    def ask(self, sql, parameters=None, **more):
        self.asked.release()
        assert self.gate.wait(60)
        return self.store.ask(sql, parameters, **more)


@pytest.fixture
def slow(analytics, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 0.01)
    store = Slow(analytics)
    with installed.used(store):
        yield store
        store.gate.set()


@pytest.fixture
def pool(slow):
    """As many threads as a process of the web has."""
    with ThreadPoolExecutor(THREADS) as pool:
        yield pool
        slow.gate.set()


@pytest.fixture
def opened(cast, slow, pool):
    """Open pages, all in one process: `opened(cast.ada, "/deals")` is the answer to come."""
    browsers = {by.user_id: browser_of(by) for by in (cast.ada, cast.ben)}
    handler = browsers[cast.ada.user_id].handler
    for browser in browsers.values():
        browser.handler = handler
        assert browser.get("/contacts").status_code == 200

    def open_(by, address, **more):
        browser = browsers[by.user_id]

        def answer():
            try:
                return browser.get(address, **more)
            finally:
                connections.close_all()

        return pool.submit(answer)

    return open_


def test_another_person_reads_and_asks_while_ten_tabs_wait(cast, slow, opened):
    tabs = [opened(cast.ada, SLOW) for _tab in range(10)]
    assert all(slow.asked.acquire(timeout=30) for _place in range(2))

    read = opened(cast.ben, "/contacts").result(30)
    asked = opened(cast.ben, SLOW)
    assert slow.asked.acquire(timeout=30)
    light = opened(cast.ben, "/contacts").result(30)

    told = [tab.result() for tab in wait(tabs, timeout=0).done]
    assert (read.status_code, light.status_code, asked.done()) == (200, 200, False)
    assert Counter(answer["Refresh"] for answer in told) == {"4": 8}
    assert all("still being counted" in answer.content.decode() for answer in told)
    slow.gate.set()
    answers = [asked.result(30), *(tab.result(30) for tab in tabs)]
    assert [answer.status_code for answer in answers] == [200] * 11
    assert Counter("Refresh" in answer for answer in answers) == {True: 8, False: 3}


def test_a_result_that_waits_for_others_asks_again_by_itself(cast, slow, opened):
    for _tab in range(2):
        opened(cast.ada, SLOW)
        assert slow.asked.acquire(timeout=30)

    address = f"/reports/result?{urlencode({'ask': ASKED})}"
    answer = opened(cast.ada, address, headers={"HX-Request": "true"}).result(30)

    text = answer.content.decode()
    assert ("Your other reports are still being counted" in text, "delay:3s" in text) == (True, True)
    assert "Refresh" not in answer


def test_a_request_has_one_turn_however_much_it_asks():
    turns = Turns(3)

    with waiting.in_turn(turns):
        waiting.asks(1)
        waiting.asks(1)
        with waiting.in_turn(turns):
            waiting.asks(2)
        assert turns.take(1, seconds=0)
        assert not turns.take(1, seconds=0)
    turns.give(1)
    assert [turns.take(who, seconds=0) for who in (1, 1, 2)] == [True, True, True]


def test_what_no_request_asks_takes_no_turn():
    waiting.asks(1)
