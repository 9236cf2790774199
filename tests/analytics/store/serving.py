"""What every store on a server must do, as steps of one story: filled, followed, asked, cancelled, made anew."""

import datetime as dt
import threading
from decimal import Decimal

import pytest

from odnos.analytics.feed import comparing, filling, following
from odnos.analytics.feed.source import Here
from odnos.analytics.store.answer import StoreError, TookTooLong, Unavailable
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.web.sales import make_company, make_deal, make_pipeline

AT = dt.datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(seconds=9)


def tell(store, cast):
    """Go through the story."""
    with pytest.raises(Unavailable):
        store.ask("SELECT 1")
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages, amount="99999999999999.9999 EUR", tags=["north"])
    make_company(cast.ada, name="It's “Ж”\\ \n\t", tags=["a,b", "c'd"])
    filling.fill(store, Here(), at=AT)
    assert unlike(store) == []
    assert store.ask("SELECT 1").as_of == AT

    moved = {"stage": stages["Won"], "tags": ["south"], "amount": "-0.0001 EUR"}
    write.update(registry.get("deal"), deal.id, moved, version=None, by=cast.ada, at=AT)
    gone = make_deal(cast.ada, stages)
    write.delete(registry.get("deal"), [gone.id], by=cast.dora, at=AT)
    following.follow(store, Here(), at=LATER)
    assert unlike(store) == []

    given = {"amount": Decimal("-0.00005"), "name": "it's", "ids": deal.id, "at": LATER, "day": LATER.date()}
    sql = (
        "SELECT amount, created_at, amount_converted FROM deal WHERE amount < $amount AND name <> $name"
        " AND id = $ids AND updated_at <= $at AND CAST(created_at AS DATE) <= $day"
    )
    answer = store.ask(sql, given)
    assert [row[0] for row in answer.rows] == [Decimal("-0.0001")]
    assert answer.rows[0][1].tzinfo is not None
    assert answer.as_of == LATER

    beside = store.fresh()
    filling.fill(beside, Here(), at=LATER)
    store.adopt(beside)
    store.forget()
    assert unlike(store) == []


def refuse(store, writing):
    """A question writes nothing."""
    for sql in writing:
        with pytest.raises(StoreError):
            store.ask(sql)
    assert unlike(store) == []


def give_up(store, endless):
    """A question ends in time, and when its ticket is cancelled."""
    with pytest.raises(TookTooLong):
        store.ask(endless, seconds=1)
    ended = []

    def ask():
        try:
            store.ask(endless, seconds=60, ticket="mine")
        except StoreError as refusal:
            ended.append(type(refusal).__name__)

    asking = threading.Thread(target=ask)
    asking.start()
    while asking.is_alive():
        asking.join(0.2)
        store.cancel("mine")
    assert ended == ["Cancelled"]


def unlike(store):
    return [item.table for item in comparing.compare(store, Here()) if not item.is_equal]
