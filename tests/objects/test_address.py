"""An address reads as one line in the reader's language; spreadsheets get it as it was written."""

import datetime as dt

from odnos.objects.context import Context
from odnos.objects.fields import Address

FIELD = Address("address", "Address")
HOME = {"street": "Trubarjeva 1", "postcode": "1000", "city": "Ljubljana", "country": "SI"}


def reader(country: str, locale: str) -> Context:
    return Context(at=dt.datetime(2026, 3, 2, tzinfo=dt.UTC), country=country, locale=locale)


def test_a_foreign_country_is_named_in_the_readers_language():
    assert FIELD.text(HOME, reader("DE", "en")) == "Trubarjeva 1, 1000 Ljubljana, Slovenia"
    assert FIELD.text(HOME, reader("DE", "ru")) == "Trubarjeva 1, 1000 Ljubljana, Словения"


def test_the_readers_own_country_goes_without_saying():
    assert FIELD.text(HOME, reader("SI", "sl")) == "Trubarjeva 1, 1000 Ljubljana"


def test_a_country_written_out_stays_as_it_is():
    assert FIELD.text({"city": "Wien", "country": "Austria"}, reader("SI", "en")) == "Wien, Austria"


def test_a_spreadsheet_gets_the_country_as_it_was_written():
    assert FIELD.csv(HOME, reader("SI", "sl")) == "Trubarjeva 1, 1000 Ljubljana, SI"
