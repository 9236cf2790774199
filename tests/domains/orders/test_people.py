"""Orders when the people behind them are merged or erased."""

import pytest

from odnos.engine.privacy import erase
from odnos.engine.records import merge, read, undo
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import make
from tests.working import drain

pytestmark = pytest.mark.django_db


def order_of(cast, number, **values):
    order = make("order", cast.ada, number=number, placed_at="2026-02-03T10:00", **values)
    make("order_line", cast.ada, order=order.id, name="Lamp", unit_price="10 EUR", quantity=3)
    return order


def now(cast, order):
    return read.get(registry.get("order"), order.id, by=cast.dora)


def test_a_merge_of_customers_moves_their_orders_and_its_undo_moves_them_back(cast):
    mia, twin = make("contact", cast.ada, name="Mia Kos"), make("contact", cast.ada, name="Mia Koss")
    order = order_of(cast, "A-1", contact=twin.id)

    made = merge.merge(registry.get("contact"), mia.id, twin.id, picks={}, by=cast.ada, at=NOON)
    assert now(cast, order)["contact"] == mia.id
    undo.change_set(made.pk, by=cast.ada, at=NOON)

    assert now(cast, order)["contact"] == twin.id


@pytest.mark.django_db(transaction=True)
def test_an_erased_person_s_orders_keep_the_books_and_lose_the_words(cast):
    mia = make("contact", cast.ada, name="Mia Zupanova", email="mia@zupanova.example")
    order = order_of(cast, "A-1", contact=mia.id, note="Ring Mia Zupanova first")

    erase.begin("contact", mia.id, mode="erase", by=cast.dora, at=NOON)
    drain()

    row = now(cast, order)
    assert (str(row["total"]), str(row["subtotal"]), row["number"]) == ("30 EUR", "30 EUR", "A-1")
    assert "Zupanova" not in row["note"]
    assert read.titles({("contact", mia.id)}, by=cast.dora) == {
        ("contact", mia.id): f"Erased contact {mia.id}"
    }
