"""The language of formulas: what it reads, what it refuses and where, and what it comes to."""

import datetime as dt
from decimal import Decimal

import pytest

from odnos.lib import formula
from odnos.lib.formula import FormulaError
from odnos.lib.formula.functions import FARTHEST, whole
from odnos.lib.formula.parse import DEEPEST
from odnos.lib.money import Money

TODAY = dt.date(2026, 3, 31)
FIELDS = {
    "amount": ("money", Money(Decimal("1200.50"), "EUR")),
    "dollars": ("money", Money(Decimal(10), "USD")),
    "nothing": ("money", None),
    "probability": ("number", Decimal(40)),
    "zero": ("number", Decimal(0)),
    "blank": ("number", None),
    "name": ("text", "Acme “x”"),
    "note": ("text", None),
    "closes_on": ("date", dt.date(2026, 4, 10)),
    "is_vip": ("boolean", True),
    "company.size": ("number", Decimal(7)),
}


def kind_of(path):
    return FIELDS.get(".".join(path), (None, None))[0]


def worth(written):
    node = formula.parse(written)
    formula.check(node, kind_of)
    return formula.value(node, lambda path: FIELDS[".".join(path)][1], today=TODAY)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("10 - 2 - 3", Decimal(5)),
        ("-2 * -3", Decimal(6)),
        ("7 % 4", Decimal(3)),
        ("2 / 0", None),
        ("2 / zero", None),
        ("0.1 + 0.2", Decimal("0.3")),
        ("round(2.5)", Decimal(3)),
        ("round(2.345, 2)", Decimal("2.35")),
        ("floor(-2.5)", Decimal(-3)),
        ("ceil(2.1)", Decimal(3)),
        ("amount * probability / 100", Money(Decimal("480.20"), "EUR")),
        ("amount + dollars", None),
        ("amount / amount", Decimal(1)),
        ("amount > dollars", None),
        ("amount + nothing", None),
        ("max(1, 3, 2)", Decimal(3)),
        ("min(amount, amount)", Money(Decimal("1200.50"), "EUR")),
        ("ifempty(blank, 5)", Decimal(5)),
        ("blank + 1", None),
        ("empty(note)", True),
        ("note = name", False),
        ('name & " / " & note & probability', "Acme “x” / 40"),
        ('if(probability >= 40, "hot", "cold")', "hot"),
        ('if(probability > 40 , "hot")', None),
        ('if(blank > 1, "yes", "no")', "no"),
        ("is_vip and not (probability < 10)", True),
        ("false and blank > 1", False),
        ("closes_on - today()", Decimal(10)),
        ("today() + 1", dt.date(2026, 4, 1)),
        ("addmonths(today(), 11)", dt.date(2027, 2, 28)),
        ("date(2026, 2, 30)", None),
        ("year(closes_on) * 100 + month(closes_on)", Decimal(202604)),
        ("company.size + 1", Decimal(8)),
        ("upper(left(name, 4))", "ACME"),
        ('right("abc", 0)', ""),
        ('contains(name, "acme")', True),
        (r'"a \"quoted\" word"', 'a "quoted" word'),
        ("text(amount)", "1200.5 EUR"),
        ("9999999999999999999999999999 * 9999999999999999999999999999 > 1", True),
    ],
)
def test_a_formula_comes_to_its_value(written, expected):
    assert worth(written) == expected


@pytest.mark.parametrize(
    ("written", "reason", "place"),
    [
        ("", "unfinished", 0),
        ("1 +", "unfinished", 3),
        ("(1 + 2", "unfinished", 6),
        ("1 2", "unexpected", 2),
        ("1 ? 2", "unexpected", 2),
        ('"open', "unexpected", 0),
        ("salary + 1", "unknown name", 0),
        ("eval(1)", "unknown function", 0),
        ("__import__(1)", "unknown function", 0),
        ("name.__class__", "unknown name", 0),
        ("round()", "wrong number of values", 0),
        ("today(1)", "wrong number of values", 0),
        ('1 + "one"', "different kinds", 2),
        ("amount + 1", "different kinds", 7),
        ('if(1, "a", "b")', "different kinds", 0),
        ('if(is_vip, "a", 1)', "different kinds", 0),
        ("is_vip and 1", "wrong kind", 11),
        ("(" * (DEEPEST + 5) + "1" + ")" * (DEEPEST + 5), "too deep", DEEPEST + 1),
        ("1 + " * 600 + "1", "too long", 2000),
    ],
)
def test_what_is_wrong_is_told_with_its_place(written, reason, place):
    with pytest.raises(FormulaError) as refusal:
        worth(written)

    assert (refusal.value.reason, refusal.value.place) == (reason, place)


def test_a_formula_says_what_it_reads():
    node = formula.parse("if(company.size > 5, amount, amount * 2)")

    assert set(formula.names(node)) == {("company", "size"), ("amount",)}


def test_a_number_of_a_million_digits_is_not_written_out():
    """Formulas that read formulas come to such numbers; what counts days or letters by them stops where there are none."""
    huge = Decimal("9e999998")

    assert [whole(number) for number in (huge, -huge, Decimal("-2.9"))] == [FARTHEST, -FARTHEST, -2]
    found = [
        formula.value(formula.parse(written), lambda _path: huge, today=TODAY)
        for written in (
            "today() + n",
            "addmonths(today(), -n)",
            "date(2026, n, 1)",
            "left('abc', n)",
            "round(n, n)",
        )
    ]
    assert found == [None, None, None, "abc", None]
