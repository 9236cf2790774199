"""The calendar: days of a date or a moment, in the reader's zone and weeks; moved, created, too many."""

import datetime as dt
import re

import pytest

from odnos.engine.records import calendar, read, write
from odnos.lib.dates import weeks
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, kind, make, make_company, make_deal, make_pipeline


def day_of(page: str, day: str) -> str:
    """Return what stands on a day."""
    return page.split(f'data-stage="{day}"')[1].split("</td>")[0]


def names_of(page: str, day: str) -> list[str]:
    return re.findall(r'class="event-name">([^<]*)<', day_of(page, day))


def days(by, first: str, last: str, name: str = "closes_on", key: str = "deal", each: int = 4):
    span = {"first": dt.date.fromisoformat(first), "last": dt.date.fromisoformat(last)}
    return calendar.days(kind(key), name, **span, by=by, at=NOON, columns=(), each=each)


def test_a_month_shows_each_record_on_its_day_with_the_filter_of_the_view(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, name="Spring", closes_on="2026-03-20")
    make_deal(cast.ada, stages, name="Filtered", closes_on="2026-03-20", amount="5 EUR")
    make_deal(cast.cleo, stages, name="Hidden", closes_on="2026-03-20")
    make_deal(cast.ada, stages, name="Next week", closes_on="2026-04-05")

    page = (
        browser_of(cast.ada)
        .get("/deals/calendar?view=all&day=2026-03-02&filter=amount.gte:50")
        .content.decode()
    )

    assert names_of(page, "2026-03-20") == ["Spring"]
    assert names_of(page, "2026-04-05") == ["Next week"]  # the last week of March ends in April
    assert "March 2026" in page
    assert "Hidden" not in page


def test_weeks_begin_as_the_country_has_it():
    assert weeks.weeks_of_month(dt.date(2026, 3, 9), first=weeks.first_weekday("SI")) == (
        dt.date(2026, 2, 23),
        dt.date(2026, 4, 5),
    )
    assert weeks.weeks_of_month(dt.date(2026, 3, 9), first=weeks.first_weekday("US")) == (
        dt.date(2026, 3, 1),
        dt.date(2026, 4, 4),
    )
    assert weeks.first_weekday("") == weeks.first_weekday("??") == 0


def test_a_moment_stands_on_the_day_of_the_readers_clocks(cast: Cast):
    write.create(
        kind("company"), {"name": "Late"}, by=cast.ada, at=dt.datetime(2026, 3, 28, 23, 30, tzinfo=dt.UTC)
    )

    found = days(cast.ada, "2026-03-28", "2026-03-30", name="created_at", key="company")

    assert [(day.on.day, day.number) for day in found] == [(28, 0), (29, 1), (30, 0)]


def test_an_event_put_on_another_day_has_it_and_an_undo(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages, closes_on="2026-03-20")
    client = browser_of(cast.ada)

    answer = client.post(
        f"/deals/{deal.id}/day?view=all", {"stage": "2026-03-25", "version": 1}, headers=htmx()
    )

    assert answer.status_code == 204
    assert read.get(kind("deal"), deal.id, by=cast.ada)["closes_on"] == dt.date(2026, 3, 25)
    client.post(f"/deals/{deal.id}/move/undo?version=2")
    assert read.get(kind("deal"), deal.id, by=cast.ada)["closes_on"] == dt.date(2026, 3, 20)


def test_a_moment_put_on_another_day_keeps_its_time_over_a_change_of_clocks():
    from zoneinfo import ZoneInfo

    from odnos.objects.context import Context
    from odnos.web.pages.lists.shift import moved

    ctx = Context(at=NOON, timezone=ZoneInfo("Europe/Ljubljana"))
    before = dt.datetime(2026, 3, 27, 1, 30, tzinfo=dt.UTC)  # half past two

    assert moved(before, dt.date(2026, 3, 30), ctx) == dt.datetime(2026, 3, 30, 0, 30, tzinfo=dt.UTC)
    skipped = moved(before, dt.date(2026, 3, 29), ctx)  # that night there is no half past two
    assert skipped.astimezone(ctx.timezone) == dt.datetime(2026, 3, 29, 3, 30, tzinfo=ctx.timezone)


def test_what_may_not_be_edited_stays_on_its_day(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages, closes_on="2026-03-20")
    given = {"stage": "2026-03-25", "version": 1}

    assert browser_of(cast.cleo).post(f"/deals/{deal.id}/day?view=all", given).status_code == 404
    assert browser_of(cast.ann).post(f"/deals/{deal.id}/day?view=all", given).status_code == 403
    readonly = browser_of(cast.ada).post(
        f"/deals/{deal.id}/day?view=all&group=created_at", given, headers=htmx()
    )
    assert readonly.status_code == 422
    assert read.get(kind("deal"), deal.id, by=cast.ada).version == 1
    page = browser_of(cast.ann).get("/deals/calendar?view=all&day=2026-03-02").content.decode()
    assert "data-move=" not in page
    assert 'class="day-new"' not in page


def test_a_day_somebody_else_changed_is_a_conflict(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline(), closes_on="2026-03-20")
    write.update(kind("deal"), deal.id, {"closes_on": "2026-03-21"}, version=1, by=cast.ben, at=NOON)

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/day?view=all", {"stage": "2026-03-25", "version": 1}, headers=htmx()
    )

    assert answer.status_code == 409
    assert read.get(kind("deal"), deal.id, by=cast.ada)["closes_on"] == dt.date(2026, 3, 21)


def test_a_click_on_a_day_begins_a_record_of_that_day(cast: Cast):
    make_pipeline()
    client = browser_of(cast.ada)
    page = client.get("/deals/calendar?view=all&day=2026-03-02").content.decode()
    address = re.search(r'class="day-new" href="([^"]*2026-03-11[^"]*)"', page)
    assert address is not None

    form = client.get(address[1].replace("&amp;", "&"), headers=htmx()).content.decode()

    assert 'value="2026-03-11"' in form
    assert 'name="next" value="/deals/calendar?' in form


def test_a_day_with_many_shows_the_first_and_says_how_many_more(cast: Cast):
    stages = make_pipeline()
    for number in range(6):
        make_deal(cast.ada, stages, name=f"D{number}", closes_on="2026-03-11")

    page = browser_of(cast.ada).get("/deals/calendar?view=all&day=2026-03-02").content.decode()

    assert len(names_of(page, "2026-03-11")) == 4
    assert "+2 more" in day_of(page, "2026-03-11")


@pytest.mark.parametrize(("name", "key"), [("closes_on", "deal"), ("created_at", "company")])
def test_of_more_than_are_read_whole_each_day_still_has_its_first_and_its_number(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str, key: str
):
    monkeypatch.setattr(calendar, "WHOLE", 2)
    stages = make_pipeline()
    for day in (1, 1, 1, 2):
        at = dt.datetime(2026, 3, day, 12, tzinfo=dt.UTC)
        values = {"name": f"On {day}"}
        if key == "deal":
            values |= {"pipeline": stages[""], "stage": stages["New"], "closes_on": at.date().isoformat()}
        write.create(kind(key), values, by=cast.ada, at=at)

    found = days(cast.ada, "2026-03-01", "2026-03-03", name=name, key=key, each=2)

    assert [(len(day.rows), day.number) for day in found] == [(2, 3), (1, 1), (0, 0)]


@pytest.mark.parametrize("span", ["month", "week", "agenda", "decade"])
@pytest.mark.parametrize("day", ["", "2026-02-30", "0001-01-01", "9999-12-31", "1900-01-01", "9000-12-31"])
def test_any_day_can_be_asked_for(cast: Cast, span: str, day: str):
    make("task", cast.ada, name="Call")

    answer = browser_of(cast.ada).get("/tasks/calendar", {"view": "all", "span": span, "day": day})

    assert answer.status_code == 200


def test_a_calendar_is_saved_with_its_field_and_span(cast: Cast):
    make_company(cast.ada)
    client = browser_of(cast.ada)

    answer = client.post(
        "/companies/views/new",
        {"view": "all", "group": "updated_at", "span": "week", "kind": "calendar", "name": "Week"},
    )

    page = client.get(answer["Location"]).content.decode()
    assert answer["Location"].startswith("/companies/calendar?view=v")
    assert 'class="calendar calendar-week"' in page
    assert "Days: Changed" in page
