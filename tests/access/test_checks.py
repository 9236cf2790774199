"""Checks that only one thing in the program asks for: each is missed by a test of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from odnos.engine.access.fields import safe
from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.records import calendar, groups, mass, read, shares, summary, timeline, undo, write
from odnos.engine.records.errors import NotFound
from odnos.engine.records.summary import By, Measure
from odnos.objects.registry import UnknownField, registry
from tests.access.keeping import keep_from
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

DAY = dt.date(2026, 3, 10)


def told(row, by):
    return [item.entry for item in timeline.of(row, by=by).items if item.entry]


@pytest.mark.django_db
def test_the_story_of_a_company_tells_of_its_deals_what_the_reader_may_know(cast: Cast):
    stages = make_pipeline()
    company = make("company", cast.ada, name="Acme")
    deal = make_deal(cast.ada, stages, company=company.id, amount="5 EUR")
    far = make_deal(cast.cleo, stages, name="Far")
    write.update(registry.get("deal"), far.id, {"company": company.id}, version=None, by=cast.dora, at=NOON)
    note = make("note", cast.dora, about=far.reference, body="Nobody of the North hears this")
    assert {entry.record_id for entry in told(company, cast.ada) if entry.object_key == "deal"} == {deal.id}
    assert note.id not in {item.id for item in timeline.of(company, by=cast.ada, show="note").items}
    assert any("amount" in entry.diff for entry in told(company, cast.ada))

    keep_from(cast, ("deal", "amount"))
    row = read.get(registry.get("company"), company.id, by=cast.ada)
    assert any(entry.object_key == "deal" for entry in told(row, cast.ada))
    assert not any("amount" in entry.diff for entry in told(row, cast.ada))
    keep_from(cast, ("deal", "company"))
    assert not any(entry.object_key == "deal" for entry in told(row, cast.ada))


@pytest.mark.django_db
def test_a_calendar_goes_by_no_hidden_date_and_shows_no_record_out_of_reach(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, closes_on=DAY)

    def days(by):
        span = {"first": DAY, "last": DAY + dt.timedelta(days=1), "each": 5}
        return [
            row.id
            for day in calendar.days(registry.get("deal"), "closes_on", by=by, at=NOON, **span)
            for row in day.rows
        ]

    assert len(days(cast.ada)) == 1
    assert days(cast.cleo) == []
    keep_from(cast, ("deal", "closes_on"))
    with pytest.raises(UnknownField):
        days(cast.ada)


@pytest.mark.django_db
def test_nothing_is_gathered_by_a_hidden_field_and_nothing_out_of_reach(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, amount="5 EUR", source="fair")
    kind = registry.get("deal")

    def number(by, *, name="source", measure=()):
        found = summary.summary(kind, [By(name=name)], measure, by=by, at=NOON)
        return sum(group.number for group in found.groups)

    assert number(cast.ada) == 1
    assert number(cast.cleo) == 0
    assert groups.frequent(kind, "source", by=cast.ada, at=NOON, limit=3) == ["fair"]
    keep_from(cast, ("deal", "source"), ("deal", "amount"))
    for asked in (
        lambda: number(cast.ada),
        lambda: number(cast.ada, name="status", measure=[Measure(name="amount", how="sum")]),
        lambda: groups.frequent(kind, "source", by=cast.ada, at=NOON, limit=3),
    ):
        with pytest.raises(UnknownField):
            asked()


@pytest.mark.django_db
def test_a_mass_change_is_looked_at_by_its_maker_and_obeys_rights_taken_meanwhile(cast: Cast):
    company = make("company", cast.ada, name="Acme", tags="a")
    kind = registry.get("company")
    begun = mass.begin(kind, "add", {"tags": "b"}, among=text.parse(""), by=cast.ada, at=NOON)
    with pytest.raises(NotFound):
        mass.progress(begun.pk, by=cast.max)
    assert mass.progress(begun.pk, by=cast.dora).task.deed == "add"
    keep_from(cast, ("company", "tags"))

    with pytest.raises(UnknownField):
        mass.step(begun.pk, by=cast.ada, at=NOON)
    assert read.get(kind, company.id, by=cast.dora)["tags"] == ("a",)


@pytest.mark.django_db
def test_whoever_only_sees_a_record_opens_it_to_nobody(cast: Cast):
    company = make("company", cast.ada, name="Acme")
    row = read.get(registry.get("company"), company.id, by=cast.ann)

    assert not shares.may_share(row, by=cast.ann)
    assert shares.may_share(read.get(row.type, row.id, by=cast.ada), by=cast.ada)
    manager_of_others = make("company", cast.cleo, name="Far")
    assert not shares.may_share(read.get(row.type, manager_of_others.id, by=cast.max), by=cast.max)
    with pytest.raises(Denied):
        shares.share(row.type, manager_of_others.id, {"user": cast.ben.user_id}, by=cast.max, at=NOON)


@pytest.mark.django_db
def test_a_conversion_is_taken_back_by_whoever_may_still_change_leads(cast: Cast):
    import dataclasses

    from odnos.domains.deals.converting import convert_lead
    from odnos.engine.audit.models import ChangeSet

    make_pipeline()
    lead = make("lead", cast.ada, name="Mia Kos")
    convert_lead(lead.id, by=cast.ada, at=NOON)
    made = ChangeSet.objects.get(kind="convert")
    demoted = dataclasses.replace(cast.ada, role="analyst")

    with pytest.raises(Denied):
        undo.change_set(made.pk, by=demoted, at=NOON)
    assert undo.change_set(made.pk, by=cast.ada, at=NOON).records
    assert safe(registry.get("lead"), by=cast.ada) is registry.get("lead")
