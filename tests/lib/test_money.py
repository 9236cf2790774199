from decimal import Decimal

import pytest

from odnos.lib import money
from odnos.lib.money import Money


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("1 234,50 €", "1234.50", "EUR"),
        ("$1,234.5", "1234.5", "USD"),
        ("1.234,50", "1234.50", "SIT"),
        ("(120)", "-120", "SIT"),
        ("($1,200.50)", "-1200.50", "USD"),
        ("-$5", "-5", "USD"),
        ("12 руб.", "12", "RUB"),
        ("EUR 5", "5", "EUR"),
        ("1'234.50 CHF", "1234.50", "CHF"),
        ("usd 7", "7", "USD"),
    ],
)
def test_parse_reads_what_people_write(written, amount, currency):
    assert money.parse(written, currency="SIT") == Money(Decimal(amount), currency)


@pytest.mark.parametrize("written", ["", "€", "abc", "5 XYZ", "1.2.3", "$5€", "1 2 3"])
def test_parse_refuses_what_is_not_money(written):
    with pytest.raises(money.NotMoney):
        money.parse(written, currency="EUR")


@pytest.mark.parametrize(
    ("amount", "locale", "shown"),
    [
        ("1234.5", "en", "€1,234.50"),
        ("-1234", "en", "-€1,234"),
        ("1234.5", "ru", "1\u00a0234,50\u00a0€"),
        ("1234.5", "sl", "1.234,50\u00a0€"),
        ("0.1234", "en", "€0.1234"),
    ],
)
def test_show_writes_for_the_reader(amount, locale, shown):
    assert money.show(Money(Decimal(amount), "EUR"), locale=locale) == shown


@pytest.mark.parametrize("amount", ["0", "5", "5.25", "-5.25", "0.0001", "-0.0001", "99999999999999.9999"])
def test_units_keep_the_exact_amount(amount):
    assert money.from_units(money.to_units(Decimal(amount))) == Decimal(amount)


def test_amounts_of_different_currencies_are_never_added():
    with pytest.raises(ValueError, match="EUR"):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_rounded_goes_to_the_smallest_coin():
    assert Money(Decimal("1.005"), "EUR").rounded() == Money(Decimal("1.00"), "EUR")
    assert Money(Decimal("1.5"), "JPY").rounded() == Money(Decimal(2), "JPY")
