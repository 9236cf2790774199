"""Changing values in the list: one in its cell, many at once."""

import pytest

from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.filters import text
from odnos.engine.outbox.models import Job
from odnos.engine.records import mass, read, undo, write
from odnos.engine.records.errors import Invalid
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, htmx, kind, make_company, make_deal, make_pipeline


def test_a_cell_is_saved_and_answered_with_its_new_inside_and_version(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/cell/name", {"name": "Better lamps", "version": 1}, headers=htmx()
    )

    assert (answer.status_code, answer.content, answer["X-Version"]) == (200, b"Better lamps", "2")
    assert deal_of(deal, cast.ada)["name"] == "Better lamps"


def test_a_value_that_cannot_be_taken_is_refused_in_its_place(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/cell/amount",
        {"amount": "a lot", "amount_currency": "EUR", "version": 1},
        headers=htmx(),
    )

    assert answer.status_code == 422
    assert "“a lot” is not an amount of money." in answer.content.decode()
    assert deal_of(deal, cast.ada).version == 1


def test_a_second_writer_is_shown_both_values(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    write.update(kind("deal"), deal.id, {"name": "By Ben"}, version=1, by=cast.ben, at=NOON)

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/cell/name", {"name": "By Ada", "version": 1}, headers=htmx()
    )

    assert answer.status_code == 409
    assert "By Ben" in answer.content.decode()
    assert "By Ada" in answer.content.decode()
    assert deal_of(deal, cast.ada)["name"] == "By Ben"


def test_nobody_edits_a_cell_of_a_record_out_of_reach(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())

    answer = browser_of(cast.cleo).post(f"/deals/{deal.id}/cell/name", {"name": "Mine", "version": 1})

    assert answer.status_code == 404
    assert deal_of(deal, cast.ada).version == 1


def test_chosen_records_are_changed_as_one_change_set_that_is_undone_at_once(cast: Cast):
    stages = make_pipeline()
    deals = [make_deal(cast.ada, stages, name=f"Deal {number}") for number in range(3)]

    answer = browser_of(cast.ada).post(
        "/deals/bulk",
        {
            "ids": [deals[0].id, deals[1].id],
            "deed": "edit",
            "field": "source",
            "source": "Fair",
            "confirmed": 1,
        },
    )

    made = ChangeSet.objects.get(kind="mass")
    assert answer.status_code == 302
    assert [deal_of(deal, cast.ada)["source"] for deal in deals] == ["Fair", "Fair", None]
    assert Entry.objects.filter(change_set_id=made.pk).count() == 2
    undo.change_set(made.pk, by=cast.ada, at=NOON)
    assert [deal_of(deal, cast.ada)["source"] for deal in deals] == [None, None, None]


def test_all_that_match_are_changed_even_when_the_change_ends_the_match(cast: Cast):
    stages = make_pipeline()
    for number in range(7):
        make_deal(cast.ada, stages, name=f"Deal {number}", source="Web" if number else "Fair")

    among = text.parse("source.is:Web")
    made = mass.begin(kind("deal"), "edit", {"source": "Fair"}, among=among, by=cast.ada, at=NOON)
    while mass.step(made.pk, by=cast.ada, at=NOON):
        pass

    done = mass.progress(made.pk, by=cast.ada)
    assert (done.done, done.changed, done.refused, done.is_over) == (6, 6, 0, True)
    assert read.count(kind("deal"), by=cast.ada, at=NOON, filter=among).number == 0


def test_a_mass_change_that_was_cut_off_goes_on_where_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    stages = make_pipeline()
    deals = [make_deal(cast.ada, stages, name=f"Deal {number}") for number in range(5)]
    monkeypatch.setattr(mass, "BATCH", 2)
    made = mass.begin(kind("deal"), "edit", {"source": "Fair"}, among=text.parse(""), by=cast.ada, at=NOON)

    mass.step(made.pk, by=cast.ada, at=NOON)
    half = mass.progress(made.pk, by=cast.ada)
    while mass.step(made.pk, by=cast.ada, at=NOON):
        pass

    assert (half.done, half.is_over) == (2, False)
    assert mass.progress(made.pk, by=cast.ada).done == 5
    assert Entry.objects.filter(change_set_id=made.pk).count() == 5
    assert {deal_of(deal, cast.ada).version for deal in deals} == {2}


def test_tags_are_put_beside_those_that_are_there(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline(), tags="old")

    browser_of(cast.ada).post(
        "/deals/bulk", {"ids": [deal.id], "deed": "tag", "tags": "new, old", "confirmed": 1}
    )

    assert deal_of(deal, cast.ada)["tags"] == ("old", "new")


def test_tasks_are_assigned_and_stay_with_what_they_are_about(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    task = write.create(kind("task"), {"name": "Call", "about": deal.reference}, by=cast.ada, at=NOON)

    browser_of(cast.ada).post(
        "/tasks/bulk", {"ids": [task.id], "deed": "owner", "assignee": cast.ben.user_id, "confirmed": 1}
    )

    now = read.get(kind("task"), task.id, by=cast.ada)
    assert (now["assignee"], now["owner"]) == (cast.ben.user_id, cast.ada.user_id)


def test_a_size_that_is_no_number_is_passed_over(cast: Cast):
    answer = browser_of(cast.ada).get("/companies", {"size": "\u00b2", "place": "\u00b2"})

    assert answer.status_code == 200


def test_a_mass_change_leaves_alone_what_its_maker_may_not_change_and_says_why(cast: Cast):
    stages = make_pipeline()
    mine, theirs = make_deal(cast.max, stages, name="Mine"), make_deal(cast.cleo, stages, name="Theirs")

    made = mass.begin(kind("deal"), "edit", {"source": "Fair"}, among=text.parse(""), by=cast.max, at=NOON)
    while mass.step(made.pk, by=cast.max, at=NOON):
        pass

    done = mass.progress(made.pk, by=cast.max)
    assert (done.changed, done.refused) == (1, 1)
    assert done.kept == [(theirs.id, "You may see this record, but not change it.")]
    assert deal_of(mine, cast.max)["source"] == "Fair"
    assert deal_of(theirs, cast.max)["source"] is None


def test_a_mistyped_value_is_refused_once_and_nothing_begins(cast: Cast):
    make_deal(cast.ada, make_pipeline())

    with pytest.raises(Invalid):
        mass.begin(kind("deal"), "edit", {"closes_on": "soon"}, among=text.parse(""), by=cast.ada, at=NOON)

    assert not ChangeSet.objects.exists()


def test_a_large_change_is_left_to_the_worker(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    from odnos.web.pages.lists import bulk

    stages = make_pipeline()
    for number in range(3):
        make_deal(cast.ada, stages, name=f"Deal {number}")
    monkeypatch.setattr(bulk, "AT_ONCE", 2)

    answer = browser_of(cast.ada).post(
        "/deals/bulk",
        {"view": "all", "all": 1, "deed": "edit", "field": "source", "source": "Fair", "confirmed": 1},
        headers=htmx(),
    )

    made = ChangeSet.objects.get(kind="mass")
    assert Job.objects.get(name="records.mass").args == {"change_set": made.pk, "user_id": cast.ada.user_id}
    assert f"/deals/bulk/{made.pk}" in answer.content.decode()


def test_deleting_many_moves_them_to_the_bin(cast: Cast):
    stages = make_pipeline()
    deals = [make_deal(cast.ada, stages, name=f"Deal {number}") for number in range(3)]

    browser_of(cast.ada).post(
        "/deals/bulk", {"view": "all", "all": 1, "filter": "", "deed": "delete", "confirmed": 1}
    )

    assert read.get_many(kind("deal"), [deal.id for deal in deals], by=cast.ada) == {}
    assert len(read.get_many(kind("deal"), [deal.id for deal in deals], by=cast.ada, deleted=True)) == 3


def test_an_analyst_is_offered_no_change_and_can_make_none(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    client = browser_of(cast.ann)

    page = client.get("/deals?view=all").content.decode()
    answer = client.post("/deals/bulk", {"ids": [deal.id], "deed": "delete", "confirmed": 1})

    assert "data-edit=" not in page
    assert answer.status_code == 403
    assert deal_of(deal, cast.ada).version == 1


def test_two_chosen_records_are_led_to_their_merge_and_any_other_number_is_not(cast: Cast):
    first, second = make_company(cast.ada, name="Acme"), make_company(cast.ada, name="Acme d.o.o.")
    client = browser_of(cast.ada)

    two = client.post("/companies/bulk", {"ids": [first.id, second.id], "deed": "merge"})
    one = client.post("/companies/bulk", {"ids": [first.id], "deed": "merge"})

    assert two["Location"] == f"/companies/{first.id}/merge/{second.id}"
    assert one["Location"].startswith("/companies?")


def test_everything_is_asked_on_a_page_of_its_own_without_script(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    client = browser_of(cast.ada)

    pages = [
        client.get("/deals/views/new?view=open"),
        client.get(f"/deals/{deal.id}/cell/name"),
        client.get(f"/deals/board/{stages['New']}/new"),
        client.get(f"/deals/{deal.id}/move?view=board&stage={stages['Lost']}"),
        client.post("/deals/bulk", {"ids": [deal.id], "deed": "edit"}),
        client.post("/deals/bulk", {"all": 1, "deed": "delete"}),
    ]

    assert [page.status_code for page in pages] == [200] * 6
    for page in pages:
        text = page.content.decode()
        assert text.startswith("<!doctype html>")
        assert '<form class="edit"' in text or '<dialog class="dialog dialog-page"' in text
    saved = client.post(f"/deals/{deal.id}/cell/name", {"name": "Plain", "version": 1})
    assert (saved.status_code, saved["Location"]) == (302, "/deals")
