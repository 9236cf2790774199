"""How far deals came, in any order and in strict order, within a window, and by what they are told apart."""

import datetime as dt
from decimal import Decimal

import pytest

from odnos.analytics.analyses import funnel
from odnos.analytics.analyses.funnel import Asked
from odnos.analytics.reports.refusals import ReportError
from odnos.engine.access.rights import Denied
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import make, make_pipeline

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def path(cast):
    """New → Offer → Won, or Lost."""
    return make_pipeline()


def walk(by, path, name, *steps, start=0, **values):
    """Make a deal that comes into each stage so many days after it was made."""
    began = NOON - 60 * DAY + start * DAY
    given = {
        "name": name,
        "pipeline": path[""],
        "stage": path[steps[0] if isinstance(steps[0], str) else steps[0][0]],
        "amount": "100 EUR",
        "started_on": began.date().isoformat(),
    }
    deal = write.create_many(registry.get("deal"), [given | values], by=by, at=NOON, moments=[began])[0].id
    for stage, after in steps[1:]:
        change = {"stage": path[stage]} | ({"lost_reason": "price"} if stage == "Lost" else {})
        write.update_many(
            registry.get("deal"),
            [write.Change(id=deal, values=change)],
            by=by,
            at=NOON,
            moments=[began + after * DAY],
        )
    return deal


@pytest.fixture
def deals(cast, path):
    walk(cast.ada, path, "whole", "New", ("Offer", 4), ("Won", 10), source="Web")
    walk(cast.ada, path, "leap", "New", ("Won", 30), source="Web")
    walk(cast.ada, path, "back", "Offer", ("New", 2), ("Offer", 5), source="Fair")
    walk(cast.ben, path, "lost", "New", ("Offer", 6), ("Lost", 8), start=30)
    walk(cast.ben, path, "open", "New", start=50)
    walk(cast.cleo, path, "far", "New", ("Lost", 1), start=1)


@pytest.fixture
def asked(cast, path, deals, analytics):
    analytics.refresh()

    def ask(by=cast.dora, **words):
        return funnel.funnel(Asked(pipeline=path[""], **words), by=by, at=NOON, store=analytics)

    return ask


def reached(found):
    return [stage.reached for stage in found.stages]


def test_in_any_order_a_deal_came_as_far_as_its_furthest_stage(asked):
    found = asked()

    assert [(stage.name, stage.reached, stage.still_open, stage.lost) for stage in found.stages] == [
        ("New", 6, 1, 1),
        ("Offer", 4, 1, 1),
        ("Won", 2, 0, 0),
    ]
    assert [stage.amount for stage in found.stages] == [600, 400, 200]
    assert [stage.step_rate for stage in found.stages] == [None, Decimal(4) / 6, Decimal("0.5")]
    assert [stage.total_rate for stage in found.stages] == [1, Decimal(4) / 6, Decimal(2) / 6]


def test_in_strict_order_no_stage_is_left_out(asked):
    assert reached(asked(order="strict")) == [6, 3, 1]


def test_within_a_window_only_steps_of_the_first_days_count(asked):
    assert reached(asked(window=10)) == [6, 3, 0]
    assert reached(asked(window=11)) == [6, 3, 1]
    assert reached(asked(window=5, order="strict")) == [6, 1, 0]


def test_each_stage_says_how_long_deals_stayed_and_why_they_were_lost(asked):
    new, offer, _won = asked().stages

    assert (new.stay.count, new.stay.median) == (5, 4 * 86400)
    assert (new.stay.low, new.stay.high) == (3 * 86400, 6 * 86400)
    assert offer.stay.count == 3
    assert (new.reasons, offer.reasons) == ((("price", 1),), (("price", 1),))


def test_a_period_counts_deals_that_began_in_it(asked):
    first = (NOON - 60 * DAY).date()

    assert reached(asked(span=f"{first}..{first}")) == [3, 3, 2]


@pytest.mark.parametrize(
    "words", [{}, {"order": "strict"}, {"window": 10}, {"window": 5, "order": "strict"}, {"split": "product"}]
)
def test_in_a_period_of_all_their_days_deals_came_as_far_as_ever(asked, words):
    ever, found = asked(**words), asked(span="2000-01-01..2099-12-31", **words)

    assert (found.stages, found.groups) == (ever.stages, ever.groups)


def test_shares_are_those_of_the_funnel(asked, cast, path, analytics):
    few = Asked(pipeline=path[""], span="2000-01-01..2099-12-31")

    assert funnel.begin_shares(few, by=cast.dora, at=NOON, store=analytics)() == (
        1,
        Decimal(4) / 6,
        Decimal(2) / 6,
    )


def test_deals_are_told_apart_by_person_team_channel_and_time(asked):
    by_person = {
        group.text: (group.reached, group.still_open, group.lost) for group in asked(split="person").groups
    }
    by_channel = {group.text: group.reached for group in asked(split="channel").groups}
    by_month = [
        (group.value, group.reached, group.maturity.right_censored) for group in asked(split="month").groups
    ]

    assert by_person == {"Ada": ((3, 3, 2), 1, 0), "Ben": ((2, 1, 0), 1, 1), "Cleo": ((1, 0, 0), 0, 1)}
    assert by_channel == {"Web": (2, 2, 2), "Fair": (1, 1, 0), "(empty)": (3, 1, 0)}
    assert by_month == [(dt.date(2026, 1, 1), (5, 4, 2), False), (dt.date(2026, 2, 1), (1, 0, 0), True)]


def test_deals_are_told_apart_by_product_each_once_a_product(cast, path, deals, analytics):
    lamp = make("product", cast.dora, name="Lamp", price="1 EUR")
    deal = walk(cast.ada, path, "lamps", "New")
    for quantity in (1, 2):
        make("deal_line", cast.ada, deal=deal, product=lamp.id, quantity=quantity)
    analytics.refresh()

    found = funnel.funnel(Asked(pipeline=path[""], split="product"), by=cast.dora, at=NOON, store=analytics)

    assert {group.text: group.reached for group in found.groups} == {"(empty)": (6, 4, 2), "Lamp": (1, 0, 0)}


def test_everybody_counts_the_deals_that_they_may_see(asked, cast):
    assert reached(asked(by=cast.ada)) == [5, 4, 2]
    assert reached(asked(by=cast.cleo)) == [1, 0, 0]


def test_whoever_may_not_see_a_field_is_not_told_what_is_counted_by_it(asked, cast):
    from tests.access.test_fields import keep_from

    keep_from(cast, ("deal", "amount"))
    assert [stage.amount for stage in asked(by=cast.ada).stages] == [None, None, None]
    keep_from(cast, ("deal", "started_on"))
    with pytest.raises((ReportError, Denied)):
        asked(by=cast.ada)
