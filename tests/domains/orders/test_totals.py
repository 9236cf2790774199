"""The sums of an order follow its lines, on every way by which lines come, change and go."""

from decimal import Decimal

import pytest

from odnos.engine.outbox.models import Event
from odnos.engine.records import batch, read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.outcome import Change
from odnos.lib.money import Money
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(cast):
    return make("order", cast.ada, number="A-1", discount=10)


def line(cast, order, **values):
    return make("order_line", cast.ada, order=order.id, **{"name": "Lamp", "unit_price": "10 EUR"} | values)


def sums(cast, order):
    row = read.get(registry.get("order"), order.id, by=cast.ada)
    return [value and (value.amount, value.currency) for value in (row["subtotal"], row["total"])]


def test_lines_make_the_total_less_the_discount_of_the_order(cast, order):
    line(cast, order, quantity=3)
    line(cast, order, unit_price="0.085 EUR", quantity=7, discount=50)

    assert sums(cast, order) == [(Decimal("30.2975"), "EUR"), (Decimal("27.2678"), "EUR")]


def test_what_comes_back_is_taken_off(cast, order):
    line(cast, order, quantity=3)
    line(cast, order, quantity=-1)

    assert sums(cast, order)[0] == (20, "EUR")


def test_a_changed_line_a_deleted_one_and_a_restored_one_are_followed(cast, order):
    first, second = line(cast, order), line(cast, order, quantity=2)
    kind = registry.get("order_line")

    write.update(kind, first.id, {"quantity": 5}, version=None, by=cast.ada, at=NOON)
    assert sums(cast, order)[0] == (70, "EUR")
    write.delete(kind, [second.id], by=cast.ada, at=NOON)
    assert sums(cast, order)[0] == (50, "EUR")
    write.restore(kind, [second.id], by=cast.ada, at=NOON)
    assert sums(cast, order)[0] == (70, "EUR")


def test_a_line_that_moves_to_another_order_is_taken_off_the_first(cast, order):
    other = make("order", cast.ada, number="A-2")
    moved = line(cast, order)
    line(cast, order, quantity=2)

    write.update(
        registry.get("order_line"), moved.id, {"order": other.id}, version=None, by=cast.ada, at=NOON
    )

    assert (sums(cast, order)[0], sums(cast, other)[0]) == ((20, "EUR"), (10, "EUR"))


def test_an_order_that_goes_to_the_bin_and_comes_back_has_its_sums(cast, order):
    line(cast, order)
    kind = registry.get("order")

    write.delete_one(kind, order.id, by=cast.ada, at=NOON)
    gone = read.get(kind, order.id, by=cast.ada, deleted=True)
    write.restore(kind, [order.id], by=cast.ada, at=NOON)

    assert gone["total"] == Money(Decimal(9), "EUR")
    assert sums(cast, order) == [(10, "EUR"), (9, "EUR")]


def test_the_discount_of_the_order_changes_its_total_and_a_total_of_lines_is_not_written_over(cast, order):
    line(cast, order)
    kind = registry.get("order")

    write.update(kind, order.id, {"discount": 50}, version=None, by=cast.ada, at=NOON)
    assert sums(cast, order)[1] == (5, "EUR")
    write.update(kind, order.id, {"total": "99 EUR"}, version=None, by=cast.ada, at=NOON)
    assert sums(cast, order)[1] == (5, "EUR")


def test_an_order_without_lines_costs_what_was_written(cast):
    order = make("order", cast.ada, number="B-1", total="29.73 USD")

    assert sums(cast, order) == [None, (Decimal("29.73"), "USD")]


def test_the_undo_of_a_batch_of_lines_puts_the_sums_back(cast, order):
    line(cast, order)
    given = [{"order": order.id, "name": "Bulb", "unit_price": "1 EUR", "quantity": n} for n in (1, 2, 3)]
    done = batch.apply(registry.get("order_line"), batch.Batch(create=given), by=cast.ada, at=NOON)
    assert sums(cast, order)[0] == (16, "EUR")

    undo.change_set(done.change_set, by=cast.ada, at=NOON)

    assert sums(cast, order)[0] == (10, "EUR")


def test_sums_are_nobodys_edit_and_are_told_once_a_batch(cast, order):
    given = [{"order": order.id, "name": "Bulb", "unit_price": "1 EUR"} for _number in range(5)]

    batch.apply(registry.get("order_line"), batch.Batch(create=given), by=cast.ada, at=NOON)

    [event] = Event.objects.filter(name="order.totalled")
    assert event.records == [order.id]
    assert read.get(registry.get("order"), order.id, by=cast.ada).version == order.version


def test_a_line_takes_name_and_price_of_its_product(cast, order):
    lamp = make("product", cast.dora, name="Lamp", price="12.50 EUR")

    made = make("order_line", cast.ada, order=order.id, product=lamp.id, quantity=2)

    assert (made["name"], made["amount"]) == ("Lamp", Money(Decimal(25), "EUR"))


def test_a_line_says_what_was_ordered_and_in_the_currency_of_the_order(cast, order):
    line(cast, order)

    with pytest.raises(Invalid) as nothing:
        make("order_line", cast.ada, order=order.id, quantity=1)
    with pytest.raises(Invalid) as dollars:
        line(cast, order, unit_price="10 USD")

    assert (list(nothing.value.errors), list(dollars.value.errors)) == (["product"], ["unit_price"])
    assert sums(cast, order)[0] == (10, "EUR")


def test_a_batch_of_lines_in_two_currencies_comes_to_nothing_that_could_be_said(cast, order):
    given = [{"order": order.id, "name": "Bulb", "unit_price": price} for price in ("1 EUR", "1 USD")]

    batch.apply(registry.get("order_line"), batch.Batch(create=given), by=cast.ada, at=NOON)

    assert sums(cast, order) == [None, None]


def test_an_order_has_a_number_of_its_own(cast, order):
    with pytest.raises(Invalid) as refused:
        make("order", cast.ada, number="A-1")

    assert list(refused.value.errors) == ["number"]
    outcomes = write.update_many(
        registry.get("order"), [Change(id=order.id, values={"number": ""})], by=cast.ada, at=NOON
    )
    assert list(outcomes[0].errors) == ["number"]
