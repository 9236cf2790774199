"""Roll-up fields: what the records naming one come to, kept up as they come, change and go."""

from decimal import Decimal

import pytest

from odnos.engine.audit.models import ChangeSet
from odnos.engine.custom import actions
from odnos.engine.filters import text
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.lib.money import Money
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import make_deal, make_pipeline
from tests.working import drain

pytest_plugins = ("tests.engine.custom",)

COMPANY, DEAL = registry.get("company"), registry.get("deal")


@pytest.fixture
def stages():
    return make_pipeline()


@pytest.fixture
def company(cast):
    return write.create(COMPANY, {"name": "Acme"}, by=cast.ada, at=NOON)


def worth(row, name, by):
    return read.get(COMPANY, row.id, by=by)[name]


def test_deals_are_counted_as_they_come_move_and_go(cast, add_field, stages, company):
    add_field("company", "rollup", "Deals", through="deal.company", measure="count", code="deals_now")
    other = write.create(COMPANY, {"name": "Other"}, by=cast.ada, at=NOON)
    deals = [make_deal(cast.ada, stages, company=company.id) for _ in range(3)]
    drain()
    assert (worth(company, "deals_now", cast.ada), worth(other, "deals_now", cast.ada)) == (3, 0)

    write.update(DEAL, deals[0].id, {"company": other.id}, version=None, by=cast.ada, at=NOON)
    write.delete(DEAL, [deals[1].id], by=cast.ada, at=NOON)
    drain()
    assert (worth(company, "deals_now", cast.ada), worth(other, "deals_now", cast.ada)) == (1, 1)

    write.restore(DEAL, [deals[1].id], by=cast.ada, at=NOON)
    drain()
    assert worth(company, "deals_now", cast.ada) == 2


@pytest.mark.parametrize(
    ("measure", "measured", "expected"),
    [
        ("sum", "deal.amount", Money(Decimal("300.50"), "EUR")),
        ("average", "deal.amount", Money(Decimal("150.25"), "EUR")),
        ("min", "deal.amount", Money(Decimal(100), "EUR")),
        ("max", "deal.probability", Decimal(50)),
        ("max", "deal.closes_on", None),
    ],
)
def test_a_field_of_them_is_gathered(cast, add_field, stages, company, measure, measured, expected):
    for amount, stage in (("100 EUR", "New"), ("200.50 EUR", "Offer")):
        make_deal(cast.ada, stages, company=company.id, amount=amount, stage=stages[stage])

    add_field("company", "rollup", "Worth", through="deal.company", measure=measure, measured=measured)
    drain()

    assert worth(company, "worth", cast.ada) == expected


def test_only_those_that_match_are_gathered(cast, add_field, stages, company):
    add_field(
        "company",
        "rollup",
        "Won",
        through="deal.company",
        measure="sum",
        measured="deal.amount",
        only="status.is:won",
    )
    deal = make_deal(cast.ada, stages, company=company.id)
    drain()
    assert worth(company, "won", cast.ada) is None

    write.update(DEAL, deal.id, {"stage": stages["Won"]}, version=None, by=cast.ada, at=NOON)
    drain()

    assert worth(company, "won", cast.ada) == Money(Decimal(100), "EUR")


def test_amounts_of_different_currencies_have_no_sum(cast, add_field, stages, company):
    add_field("company", "rollup", "Worth", through="deal.company", measure="sum", measured="deal.amount")
    for amount in ("1 EUR", "1 USD"):
        make_deal(cast.ada, stages, company=company.id, amount=amount)
    drain()

    assert worth(company, "worth", cast.ada) is None


def test_a_formula_follows_a_roll_up_and_a_roll_up_a_formula(cast, add_field, stages, company):
    add_field("deal", "formula", "Expected", formula="amount * probability / 100")
    add_field("company", "rollup", "Hope", through="deal.company", measure="sum", measured="deal.expected")
    add_field("company", "formula", "Double", formula="hope * 2")
    make_deal(cast.ada, stages, company=company.id)
    drain()
    assert worth(company, "double", cast.ada) == Money(Decimal(20), "EUR")

    page = read.query(COMPANY, by=cast.ada, at=NOON, filter=text.parse("double.gte:20"))
    assert [row.id for row in page.rows] == [company.id]


def test_undoing_many_is_gathered_too(cast, add_field, stages, company):
    from odnos.engine.records import mass

    add_field("company", "rollup", "Deals", through="deal.company", measure="count", code="deals_now")
    for _ in range(2):
        make_deal(cast.ada, stages, company=company.id)
    changed = mass.begin(
        DEAL, "edit", {"company": ""}, among=text.parse("name.is:Lamps"), by=cast.ada, at=NOON
    )
    while mass.step(changed.pk, by=cast.ada, at=NOON):
        pass
    drain()
    assert worth(company, "deals_now", cast.ada) == 0

    undo.change_set(ChangeSet.objects.get(pk=changed.pk).pk, by=cast.ada, at=NOON)
    drain()
    assert worth(company, "deals_now", cast.ada) == 2


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"through": "note.about", "measure": "count"}, "through"),
        ({"through": "deal.company"}, "measure"),
        ({"through": "deal.company", "measure": "sum"}, "measured"),
        ({"through": "deal.company", "measure": "sum", "measured": "deal.closes_on"}, "measured"),
        ({"through": "deal.company", "measure": "sum", "measured": "contact.name"}, "measured"),
        ({"through": "deal.company", "measure": "count", "only": "salary.is:1"}, "only"),
    ],
)
def test_a_roll_up_that_cannot_be_is_refused_where_it_is_wrong(cast, add_field, settings, wrong):
    with pytest.raises(Invalid) as refusal:
        add_field("company", "rollup", "Worth", **settings)

    assert list(refusal.value.errors) == [wrong]


def test_a_circle_through_both_is_refused(cast, add_field):
    add_field("company", "number", "Base")
    formula = add_field("deal", "formula", "Share", formula="company.base + 1")
    add_field("company", "rollup", "Shares", through="deal.company", measure="sum", measured="deal.share")

    with pytest.raises(Invalid) as refusal:
        actions.save(formula.id, {"formula": "company.shares + 1"}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()

    assert [str(reason) for reason in refusal.value.errors["formula"]] == [
        "It would follow from itself: deal.share → company.shares → deal.share."
    ]
