"""The feed waits until something is written, and goes on."""

import datetime as dt

from odnos.analytics.feed import keeping
from odnos.analytics.feed.keeping import Keeper
from odnos.analytics.store.engine import AS_OF
from tests.people import NOON
from tests.web.sales import make_company


def test_what_is_written_ends_the_pause(cast, analytics, monkeypatch):
    keeper = Keeper(analytics, lambda: NOON)
    pauses = []

    def wait(self, pause):
        pauses.append((pause, self._is_news()))
        if len(pauses) == 1:
            make_company(cast.ada, name="Oak")
            pauses.append((pause, self._is_news()))
        else:
            self.stop.set()

    monkeypatch.setattr(Keeper, "_wait", wait)
    monkeypatch.setattr(keeping.connection, "close", lambda: None)

    keeper.run()

    assert pauses == [(1.0, False), (1.0, True), (1.0, False)]
    assert analytics.ask("SELECT name FROM company").rows == [("Oak",)]
    assert analytics.notes()[AS_OF] == NOON.isoformat()


def test_a_base_that_does_not_answer_is_met_by_the_next_step(cast, analytics, monkeypatch):
    from django.db import OperationalError

    keeper = Keeper(analytics, lambda: NOON + dt.timedelta(days=1))

    def refuse(_source):
        raise OperationalError("away")

    keeper._newest = 1
    monkeypatch.setattr(keeping.places, "newest", refuse)

    assert keeper._is_news()
