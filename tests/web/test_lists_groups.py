"""Lists gathered into groups: counts, totals per currency, periods, and the rows inside."""

import datetime as dt
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from odnos.engine.filters import text
from odnos.engine.records import read, summary, write
from odnos.engine.records.summary import By, Measure
from odnos.lib.money import Money
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, kind, make, make_company, make_deal, make_pipeline


def gathered(by, *fields: By, measures=(), filter=None, key="deal"):
    return summary.summary(kind(key), fields, measures, by=by, at=NOON, filter=filter)


def test_groups_are_counted_and_added_up_per_currency(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, amount="100 EUR")
    make_deal(cast.ada, stages, amount="50.50 EUR")
    make_deal(cast.ada, stages, amount="7 USD", stage=stages["Offer"])
    make_deal(cast.ada, stages, amount=None, stage=stages["Offer"])

    found = gathered(
        cast.ada,
        By(name="stage"),
        measures=[Measure(name="amount", how=how) for how in ("sum", "avg", "max")],
    )

    new, offer = found.groups
    assert (new.keys, new.number) == ((stages["New"],), 2)
    assert new.figures == [
        [Money(Decimal("150.50"), "EUR")],
        [Money(Decimal("75.25"), "EUR")],
        [Money(Decimal(100), "EUR")],
    ]
    assert (offer.keys, offer.number, offer.figures[0]) == (
        (stages["Offer"],),
        2,
        [Money(Decimal(7), "USD")],
    )
    assert (found.number, found.capped, found.left) == (4, False, 0)


def test_days_are_taken_together_by_period_and_what_has_none_stands_apart(cast: Cast):
    stages = make_pipeline()
    for day in ("2026-01-31", "2026-02-01", "2026-03-31", "2026-04-01", None):
        make_deal(cast.ada, stages, closes_on=day)

    quarters = gathered(cast.ada, By(name="closes_on", grain="quarter"))
    weeks = gathered(cast.ada, By(name="closes_on", grain="week"))

    assert {group.keys[0]: group.number for group in quarters.groups} == {
        dt.date(2026, 1, 1): 3,
        dt.date(2026, 4, 1): 1,
        None: 1,
    }
    assert {group.keys[0]: group.number for group in weeks.groups} == {
        dt.date(2026, 1, 26): 2,
        dt.date(2026, 3, 30): 2,
        None: 1,
    }


def test_a_moment_belongs_to_the_day_of_the_readers_clocks(cast: Cast):
    at = dt.datetime(
        2026, 3, 28, 23, 30, tzinfo=dt.UTC
    )  # already the 29th in Ljubljana, whose clocks change then
    write.create(kind("company"), {"name": "Late"}, by=cast.ada, at=at)

    found = gathered(cast.ada, By(name="created_at", grain="day"), key="company")

    assert [group.keys[0] for group in found.groups] == [dt.date(2026, 3, 29)]


def test_each_group_holds_exactly_what_its_condition_finds(cast: Cast):
    stages = make_pipeline()
    acme = make_company(cast.ada)
    make_deal(cast.ada, stages, company=acme.id, closes_on="2026-02-28", source="Fair")
    make_deal(cast.ada, stages, closes_on="2026-03-01")
    make_deal(cast.ada, stages, stage=stages["Won"])
    for fields in (
        (By(name="stage"), By(name="closes_on", grain="month")),
        (By(name="company"),),
        (By(name="source"), By(name="owner")),
        (By(name="created_at", grain="week"),),
    ):
        found = gathered(cast.ada, *fields)

        for outer in found.groups:
            for group in outer.inside or [outer]:
                inside = summary.inside(kind("deal"), fields, group.keys)
                page = read.query(kind("deal"), by=cast.ada, at=NOON, filter=text.parse(text.dump(inside)))
                assert len(page.rows) == group.number, (fields, group.keys)


def test_nobody_counts_what_they_may_not_see(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages)
    make_deal(cast.cleo, stages, amount="9 EUR")

    found = gathered(cast.cleo, By(name="stage"), measures=[Measure(name="amount", how="sum")])

    assert [(group.number, group.figures) for group in found.groups] == [(1, [[Money(Decimal(9), "EUR")]])]


def test_more_records_than_are_counted_are_said_to_be_more(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    from odnos.engine.records import tallies

    monkeypatch.setattr(tallies, "CAP", 2)
    for name in "ABCD":
        make("lead", cast.ada, name=name)

    found = gathered(cast.ada, By(name="source"), key="lead")
    page = browser_of(cast.ada).get("/leads?group=source&view=all").content.decode()

    assert found.capped
    assert found.groups[0].figures == []
    assert "2+" in page
    assert "There are more than 2 records." in page


def test_a_grouped_list_shows_its_groups_in_the_order_asked_for(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, amount="1 EUR")
    make_deal(cast.ada, stages, amount="2 EUR")
    make_deal(cast.ada, stages, amount="900 EUR", stage=stages["Offer"])
    client = browser_of(cast.ada)

    by_count = client.get("/deals?view=all&group=stage&totals=amount.sum").content.decode()
    by_total = client.get("/deals?view=all&group=stage&totals=amount.sum&order=-amount.sum").content.decode()

    most_first, largest_first = (page.split('id="groups"')[1] for page in (by_count, by_total))
    assert most_first.index("€3") < most_first.index("€900")
    assert largest_first.index("€900") < largest_first.index("€3")


def test_a_group_opens_to_its_rows_page_by_page(cast: Cast):
    stages = make_pipeline()
    for number in range(30):
        make_deal(cast.ada, stages, name=f"D{number}")
    make_deal(cast.ada, stages, name="Elsewhere", stage=stages["Offer"])
    client = browser_of(cast.ada)
    page = client.get("/deals?view=all&group=stage").content.decode()
    address = page.split('data-rows="')[1].split('"')[0].replace("&amp;", "&")

    first = client.get(address, headers=htmx()).content.decode()
    more = first.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(more, headers=htmx()).content.decode()

    assert first.count('class="row"') == 25
    assert second.count('class="row"') == 5
    assert "<table" not in second
    assert "Elsewhere" not in first + second
    plain = client.get(address)
    assert parse_qs(urlsplit(plain["Location"]).query)["filter"] == [f"stage.is:{stages['New']}"]


def test_the_menu_sends_each_field_with_its_period(cast: Cast):
    make_deal(cast.ada, make_pipeline(), closes_on="2026-05-05")

    page = browser_of(cast.ada).get(
        "/deals?view=all&group=closes_on&grain=year&group=stage&grain=month&totals=amount.sum&totals=amount.max"
    )

    shown = page.content.decode()
    assert "2026" in shown.split('id="groups"')[1]
    assert "group=closes_on%3Ayear%2Cstage" in shown
    assert "totals=amount.sum%2Camount.max" in shown


def test_a_grouped_list_is_saved_with_its_groups_and_totals(cast: Cast):
    make_deal(cast.ada, make_pipeline())
    client = browser_of(cast.ada)
    client.post(
        "/deals/views/new",
        {"view": "all", "group": "stage", "totals": "amount.sum", "order": "-amount.sum", "name": "By stage"},
    )

    page = client.get("/deals").content.decode()
    key = page.split("?view=v")[1].split('"')[0]
    shown = client.get(f"/deals?view=v{key}").content.decode()

    assert 'id="groups"' in shown
    assert "Sum: Amount" in shown


@pytest.mark.parametrize("group", ["name", "tags", "nonsense", "closes_on:decade", "stage:month", "a,b,c"])
def test_what_cannot_be_grouped_is_left_out(cast: Cast, group: str):
    make_deal(cast.ada, make_pipeline())

    page = browser_of(cast.ada).get("/deals", {"view": "all", "group": group})

    assert page.status_code == 200
    assert 'id="groups"' not in page.content.decode()
