"""The paths of records: what is refused before anything is looked up, and what a row that was written tells its writer."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from odnos.engine.access.actor import Narrow
from odnos.engine.access.rights import Denied
from odnos.engine.audit import asking
from odnos.engine.audit.models import Entry
from odnos.engine.filters import text
from odnos.engine.filters.tree import EVERYTHING, FilterError
from odnos.engine.privacy import dossiers, erase, person
from odnos.engine.records import bin, merge, read, references, shares, timeline, undo, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.fitting import fitted
from odnos.engine.records.outcome import Change
from odnos.engine.search import finding
from odnos.engine.transfer import export, exports, imports
from odnos.engine.transfer.importer import Importer
from odnos.engine.transfer.models import ImportRun
from odnos.objects.registry import registry
from tests.access.keeping import keep_from, narrow
from tests.access.test_deeds import again, forbid
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

pytest_plugins = ("tests.engine.custom",)
pytestmark = pytest.mark.django_db
COMPANY, CONTACT = registry.get("company"), registry.get("contact")


def test_nothing_is_changed_or_deleted_by_a_role_without_the_right_not_even_nothing(cast: Cast):
    with pytest.raises(Denied):
        bin.delete(COMPANY, [0], by=cast.ann, at=NOON)
    with pytest.raises(Denied):
        write.update_many(COMPANY, [Change(id=0, values={"name": "A"})], by=cast.ann, at=NOON)


def test_a_person_is_named_only_if_there_is_one(cast: Cast):
    with pytest.raises(Invalid):
        make("task", cast.ada, name="Call", assignee=999_999)


def test_a_row_that_was_written_tells_its_writer_no_hidden_field(cast: Cast):
    company = make("company", cast.dora, name="Acme", phone="+386 40 123 456", owner=cast.ada.user_id)
    keep_from(cast, ("company", "phone"))

    made = write.create(COMPANY, {"name": "Lipa"}, by=cast.ada, at=NOON)
    changed = write.update(COMPANY, company.id, {"name": "Acme 2"}, version=None, by=cast.ada, at=NOON)

    for row in (made, changed):
        assert row["name"]
        assert "phone" not in row.type.by_name
        assert not any(name.startswith("phone") for name in row.columns)


def test_a_hidden_field_is_asked_for_by_no_count_and_read_by_no_page_and_no_stream(cast: Cast):
    make("company", cast.ada, name="Acme", phone="+386 40 123 456")
    asked = text.parse("phone.not_empty")
    assert read.count(COMPANY, by=cast.ada, at=NOON, filter=asked).number == 1
    keep_from(cast, ("company", "phone"))

    with pytest.raises(FilterError):
        read.count(COMPANY, by=cast.ada, at=NOON, filter=asked)
    with pytest.raises(FilterError):
        read.query(COMPANY, by=cast.ada, at=NOON, sort="phone")
    [[row]] = read.iterate(COMPANY, by=cast.ada, at=NOON)
    [shown] = read.query(COMPANY, by=cast.ada, at=NOON).rows
    assert "phone" not in row.type.by_name | shown.type.by_name
    assert fitted(text.parse("not(phone.not_empty)"), COMPANY, by=cast.ada) == EVERYTHING
    assert fitted(text.parse("phone.not_empty,name.is:A"), COMPANY, by=cast.ada) != EVERYTHING


def test_what_names_a_record_is_told_to_who_sees_it(cast: Cast):
    company = make("company", cast.ada, name="Acme")
    deal = make_deal(cast.ada, make_pipeline(), company=company.id)
    [naming] = [one for one in references.namings("company") if one.type.key == "deal"]

    def found(by: Any) -> tuple[list[int], list[Any]]:
        every = references.all_naming(naming, "company", [company.id], by=by)
        return references.ids(naming, company.reference, by=by), [who for who, _whom in every]

    assert found(cast.ada) == ([deal.id], [deal.reference])
    assert found(cast.cleo) == ([], [])


def test_records_are_shared_by_whose_role_allows_it_and_shared_anew_by_nobody_else(cast: Cast):
    company = make("company", cast.ada, name="Acme")
    shares.share(COMPANY, company.id, {"user": cast.cleo.user_id}, by=cast.ada, at=NOON)
    shares.unshare(COMPANY, company.id, {"user": cast.cleo.user_id}, by=cast.ada, at=NOON)
    ended = Entry.objects.get(action="unshared")
    forbid(cast, "company", "company.share")
    ada = again(cast.ada)

    with pytest.raises(Denied):
        shares.share(COMPANY, company.id, {"user": cast.cleo.user_id}, by=ada, at=NOON)
    with contextlib.suppress(Denied, Invalid, NotFound):
        undo.entry(ended.pk, by=ada, at=NOON)
    assert shares.of(COMPANY, company.id) == []


def test_what_was_opened_is_found_by_no_hidden_word(cast: Cast):
    mia = make("contact", cast.ada, name="Mia Kos", email="qvxz9@acme.example")
    shares.share(CONTACT, mia.id, {"user": cast.cleo.user_id}, by=cast.ada, at=NOON)

    def found(typed: str) -> list[str]:
        return [hit.title for hit in finding.find(typed, by=again(cast.cleo), at=NOON)]

    assert found("qvxz9") == found("Kos") == ["Mia Kos"]
    keep_from(cast, ("contact", "email"))
    assert (found("qvxz9"), found("Kos")) == ([], ["Mia Kos"])


def test_a_list_is_written_and_handed_out_to_who_may_export_it(cast: Cast):
    narrow = replace(cast.ada, narrow=Narrow(objects=frozenset(("contact",))))
    with pytest.raises(Denied):
        exports.begin(COMPANY, format="csv", by=narrow, at=NOON)
    run = exports.begin(COMPANY, format="csv", by=cast.ada, at=NOON)

    with pytest.raises(Denied):
        exports.file_of(run, by=narrow, at=NOON)
    with pytest.raises(exports.Gone):
        exports.file_of(run, by=cast.ada, at=NOON)


def test_a_file_is_brought_in_by_who_may_and_taken_back_by_who_brought_it(cast: Cast):
    run = ImportRun(pk=7, object_key="company", actor_id=cast.ada.user_id)
    with pytest.raises(Denied):
        imports.upload(COMPANY, "a.csv", [], by=cast.ann, at=NOON)
    with pytest.raises(Denied):
        imports.start(run, by=cast.ann, at=NOON)
    with pytest.raises(Denied):
        Importer(run, by=cast.ann, at=NOON)
    for by in (cast.ben, cast.max):
        with pytest.raises(Denied):
            imports.undo(run, by=by, at=NOON)


def test_a_list_holds_as_much_as_exports_reach(cast: Cast):
    make("company", cast.ada, name="Mine")
    make("company", cast.ben, name="Of the team")
    narrow(cast, "company", "export", scope="own")

    told = b"".join(export.blocks(COMPANY, format="csv", by=again(cast.ada), at=NOON)).decode()

    assert "Mine" in told
    assert "Of the team" not in told


def test_the_story_shows_no_hidden_field_of_what_is_about_a_record(cast: Cast):
    company = make("company", cast.ada, name="Acme")
    make("task", cast.ada, about=company.reference, name="Call", due_on="2026-03-09")
    keep_from(cast, ("task", "due_on"))

    [item] = timeline.of(company, by=cast.ada, show="task").items

    assert "due_on" not in item.row.type.by_name


def test_the_trail_is_asked_about_ones_own_deeds(cast: Cast):
    make("company", cast.ada, name="Acme")
    make("company", cast.cleo, name="Far")

    assert {entry.actor_id for entry in asking.page(asking.Question(), by=cast.ada)} == {cast.ada.user_id}
    everybody = {entry.actor_id for entry in asking.page(asking.Question(), by=cast.dora)}
    assert {cast.ada.user_id, cast.cleo.user_id} <= everybody


def test_a_file_about_a_person_goes_to_no_administrator_of_yesterday(cast: Cast):
    mia = make("contact", cast.ada, name="Mia Kos")
    made = dossiers.begin("contact", mia.id, by=cast.dora, at=NOON)

    assert dossiers.get(made.pk, by=cast.dora) == made
    with pytest.raises(NotFound):
        dossiers.get(made.pk, by=replace(cast.dora, role="manager"))


def test_neither_oneself_nor_the_last_administrator_is_erased(cast: Cast):
    user = registry.get("user")
    dora = person.find("user", cast.dora.user_id)
    with pytest.raises(Denied):
        erase.check_held(dora, by=replace(cast.dora, user_id=cast.max.user_id))
    write.update(user, cast.max.user_id, {"role": "administrator"}, version=None, by=cast.dora, at=NOON)
    with pytest.raises(Denied):
        erase.check_held(dora, by=cast.dora)
    erase.check_held(dora, by=replace(cast.dora, user_id=cast.max.user_id))


def test_two_records_become_one_by_who_may_change_the_one_and_delete_the_other(cast: Cast):
    mine, theirs = make("company", cast.ada, name="Acme"), make("company", cast.ben, name="Acme d.o.o.")
    with pytest.raises(Denied, match="you may not delete it"):
        merge.both(COMPANY, mine.id, theirs.id, versions=None, by=cast.ada)
    with pytest.raises(Denied, match="not change it"):
        merge.both(COMPANY, mine.id, theirs.id, versions=None, by=cast.ann)
    with transaction.atomic():
        assert merge.both(COMPANY, theirs.id, mine.id, versions=None, by=cast.ada)


def test_a_value_is_like_no_other_even_where_its_writer_does_not_look(cast: Cast, add_field: Any):
    add_field("company", "text", "Tax", is_unique=True)
    make("company", cast.cleo, name="Far", tax="1")

    with pytest.raises(Invalid):
        make("company", cast.ada, name="Acme", tax="1")
    assert make("company", cast.ada, name="Acme", tax="2")["tax"] == "2"
