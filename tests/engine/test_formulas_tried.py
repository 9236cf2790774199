"""A formula tried while it is written: what it makes, for the newest record, or what is wrong."""

import pytest

from odnos.engine.custom import formulas
from odnos.engine.custom.formula_words import FUNCTIONS_IN_WORDS
from odnos.engine.custom.tried import Tried, tried
from odnos.lib.formula import FormulaError, check, parse
from odnos.lib.formula.functions import FUNCTIONS
from odnos.objects.registry import registry
from tests.engine.merging import make
from tests.people import NOON, Cast

pytest_plugins = ("tests.engine.custom",)
COMPANY = registry.get("company")
KINDS = {"amount": "number", "price": "money", "closes_on": "date", "first": "number", "second": "number"}


def of(written: str, cast: Cast) -> tuple[str, str, str]:
    found = tried(written, COMPANY, by=cast.dora, at=NOON)
    return str(found.result), found.title, found.shown


def test_a_formula_tells_its_kind_and_what_it_comes_to(cast: Cast):
    assert of("employees * 2", cast) == ("Number", "", "")
    mother = make("company", cast.ada, name="Mother", employees=40)
    make("company", cast.ada, name="Acme", employees=3, parent=mother.id, annual_revenue="10 EUR")

    assert of("employees * 2.5", cast) == ("Number", "Acme", "7.5")
    assert of("annual_revenue / employees", cast) == ("Money", "Acme", "€3.3333")
    assert of('parent.name & "!"', cast) == ("Text", "Acme", "Mother!")
    assert of("parent.founded + 1", cast) == ("Number", "Acme", "")
    with pytest.raises(FormulaError):
        tried("employees +", COMPANY, by=cast.dora, at=NOON)


def test_what_is_sensitive_is_not_read_for_a_try(cast: Cast, add_field):
    add_field("company", "number", "Debt", is_sensitive=True)
    make("company", cast.ada, name="Acme", debt=7)

    assert tried("debt + 1", COMPANY, by=cast.dora, at=NOON) == Tried(result=dict(formulas.RESULTS)["number"])
    assert of("parent.debt + 1", cast) == ("Number", "", "")


def test_each_function_is_told_in_words_with_an_example_that_holds():
    callable_ = {name for name in FUNCTIONS if name.isalpha()} - {"negate", "not"}
    assert {name for name, _example, _words in FUNCTIONS_IN_WORDS} == callable_ | {"today"}
    for _name, example, _words in FUNCTIONS_IN_WORDS:
        in_words = "text" if "name" in example else "number"
        check(parse(example), lambda path, kind=in_words: KINDS.get(path[0], kind))


def test_the_page_tells_what_is_wrong_while_it_is_written(cast: Cast):
    from tests.web.sales import browser_of

    client = browser_of(cast.dora)
    address = "/settings/fields/company/formula"
    make("company", cast.ada, name="Acme", employees=3)

    assert "There is no field “staff”" in client.get(address, {"formula": "staff * 2"}).content.decode()
    assert "Acme: <b>6</b>" in client.get(address, {"formula": "employees * 2"}).content.decode()
    assert client.get(address, {"formula": " "}).content == b""
