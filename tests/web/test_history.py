"""What was done at once, its undo, and the bin."""

import pytest

from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.models import Job
from odnos.engine.records import jobs, merge, read, write
from odnos.web.pages.history import undoing
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, kind, make_company


@pytest.fixture
def merged(cast: Cast):
    left, right = (
        make_company(cast.ada, name="Left"),
        make_company(cast.ada, name="Right", phone="+38640123456"),
    )
    made = merge.merge(kind("company"), left.id, right.id, picks={}, by=cast.ada, at=NOON)
    return left, right, made


def test_a_merge_is_chosen_field_by_field_on_its_page(cast: Cast):
    left, right = (
        make_company(cast.ada, name="Left"),
        make_company(cast.ada, name="Right", phone="+38640123456"),
    )
    client = browser_of(cast.ada)

    html = client.get(f"/companies/{left.id}/merge/{right.id}").content.decode()
    assert "pick.name" in html
    assert "pick.phone" in html
    answer = client.post(
        f"/companies/{left.id}/merge/{right.id}",
        {"pick.name": "right", "left_version": 1, "right_version": 1},
    )

    kept = read.get(kind("company"), left.id, by=cast.ada)
    assert (answer["Location"], kept["name"], kept["phone"]) == (
        f"/companies/{left.id}",
        "Right",
        "+38640123456",
    )
    assert client.get(f"/companies/{right.id}")["Location"] == f"/companies/{left.id}"


def test_a_merge_page_of_two_changed_meanwhile_asks_to_look_again(cast: Cast):
    left, right = make_company(cast.ada, name="Left"), make_company(cast.ada, name="Right")
    write.update(kind("company"), left.id, {"name": "Newer"}, version=1, by=cast.ben, at=NOON)

    answer = browser_of(cast.ada).post(
        f"/companies/{left.id}/merge/{right.id}", {"left_version": 1, "right_version": 1}
    )

    assert answer.status_code == 409
    assert "Newer" in answer.content.decode()


def test_doubles_are_proposed_for_a_merge(cast: Cast):
    left = make_company(cast.ada, name="Lipa d.o.o.")
    make_company(cast.ada, name="LIPA")

    assert "LIPA" in browser_of(cast.ada).get(f"/companies/{left.id}/merge", headers=htmx()).content.decode()


def test_the_history_is_ones_own_and_the_administrators_is_everybodys(cast: Cast, merged):
    *_pair, made = merged

    for by, seen in ((cast.ada, True), (cast.dora, True), (cast.ben, False), (cast.ann, False)):
        client = browser_of(by)
        assert ("Right → Left" in client.get("/history").content.decode()) is seen, by.name
        assert client.get(f"/history/{made.pk}").status_code == (200 if seen else 404)
        if not seen:
            assert client.post(f"/history/{made.pk}/undo").status_code == 404
    assert ChangeSet.objects.get(pk=made.pk).undone_at is None


def test_a_change_set_shows_its_changes_and_is_undone_by_one_click(cast: Cast, merged):
    _left, right, made = merged
    client = browser_of(cast.ada)

    html = client.get(f"/history/{made.pk}").content.decode()
    assert "moved to the bin" in html
    assert "Undo all of it" in html
    client.post(f"/history/{made.pk}/undo")

    assert read.get(kind("company"), right.id, by=cast.ada)["name"] == "Right"
    assert "This was undone." in client.get(f"/history/{made.pk}").content.decode()


def test_what_an_undo_left_is_listed_with_its_reason(cast: Cast, merged):
    left, _right, made = merged
    write.update(kind("company"), left.id, {"phone": "+38640999999"}, version=None, by=cast.ben, at=NOON)
    client = browser_of(cast.ada)

    client.post(f"/history/{made.pk}/undo")

    assert "Somebody has changed it since." in client.get(f"/history/{made.pk}").content.decode()


def test_a_large_undo_goes_to_the_worker_and_goes_on_after_a_kill(cast: Cast, monkeypatch):
    monkeypatch.setattr(undoing, "AT_ONCE", 3)
    monkeypatch.setattr("odnos.engine.records.undo.BATCH", 2)
    made = ChangeSet.objects.create(kind="import", label="many.csv", actor_id=cast.ada.user_id, at=NOON)
    write.create_many(
        kind("company"), [{"name": f"C{n}"} for n in range(7)], by=cast.ada, at=NOON, change_set=made.pk
    )
    ChangeSet.objects.filter(pk=made.pk).update(entries=7)
    client = browser_of(cast.ada)

    client.post(f"/history/{made.pk}/undo")
    assert "x-progress" in client.get(f"/history/{made.pk}").content.decode()
    job = Job.objects.get(name="records.undo")
    with pytest.raises(KeyboardInterrupt):
        jobs.undo_change_set(Steps(stop_after=2), **job.args)
    jobs.undo_change_set(Steps(), **job.args)

    assert read.query(kind("company"), by=cast.ada, at=NOON).rows == []
    assert Entry.objects.filter(action="deleted").count() == 7
    assert ChangeSet.objects.get(pk=made.pk).undone_at is not None


class Steps:
    """What a long job gets, with a kill after some steps."""

    def __init__(self, stop_after=None):
        self.left = stop_after

    def step(self):
        from contextlib import contextmanager

        @contextmanager
        def one():
            if self.left is not None:
                self.left -= 1
                if self.left < 0:
                    raise KeyboardInterrupt
            yield NOON

        return one()


def test_one_change_is_undone_from_the_timeline_by_those_who_may_edit(cast: Cast):
    company = make_company(cast.ada, name="Old")
    write.update(kind("company"), company.id, {"name": "New"}, version=1, by=cast.ben, at=NOON)
    entry = Entry.objects.get(action="updated")

    assert browser_of(cast.cleo).post(f"/history/entries/{entry.pk}/undo").status_code == 404
    assert browser_of(cast.ann).post(f"/history/entries/{entry.pk}/undo").status_code == 403
    assert read.get(kind("company"), company.id, by=cast.ada)["name"] == "New"
    browser_of(cast.ada).post(f"/history/entries/{entry.pk}/undo")
    assert read.get(kind("company"), company.id, by=cast.ada)["name"] == "Old"


def test_the_bin_shows_what_one_may_see_and_restores_many(cast: Cast):
    made = [make_company(cast.ada, name=f"Gone {n}") for n in range(3)]
    write.delete(kind("company"), [row.id for row in made], by=cast.ada, at=NOON)
    client = browser_of(cast.ada)

    assert "Gone 2" in client.get("/bin").content.decode()
    assert "Gone" not in browser_of(cast.cleo).get("/bin?kind=companies").content.decode()
    browser_of(cast.cleo).post("/bin/restore", {"kind": "companies", "ids": [row.id for row in made]})
    assert read.query(kind("company"), by=cast.ada, at=NOON).rows == []
    client.post("/bin/restore", {"kind": "companies", "ids": [made[0].id, made[2].id]})

    assert [row.title for row in read.query(kind("company"), by=cast.ada, at=NOON, sort="name").rows] == [
        "Gone 0",
        "Gone 2",
    ]


def test_somebody_on_the_team_sees_the_bin_but_restores_only_what_they_may_delete(cast: Cast):
    row = make_company(cast.ada, name="Gone")
    write.delete(kind("company"), [row.id], by=cast.ada, at=NOON)

    html = browser_of(cast.ben).get("/bin?kind=companies").content.decode()

    assert "Gone" in html
    assert "disabled" in html
