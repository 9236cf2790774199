"""Erasing a person leaves nothing of them, wherever they were, and leaves the books and the chain as they are."""

import pytest
from django.db import connection

from odnos.engine import index
from odnos.engine.access.rights import Denied
from odnos.engine.audit import verifying
from odnos.engine.audit.models import Entry
from odnos.engine.index import words
from odnos.engine.outbox.models import Job
from odnos.engine.privacy import erase, plans
from odnos.engine.privacy.models import Erasure
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import NotFound
from odnos.objects.registry import registry
from tests.engine.merging import make
from tests.people import NOON
from tests.privacy.someone import EMAIL, NAME, Someone, appear, files_with, rows_with
from tests.working import drain

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def someone(transactional_db, cast) -> Someone:
    words.forget_all()  # a test that committed leaves its index behind: it is no table of a model
    index.store().rebuild()
    return appear(cast)


def erased(cast, someone: Someone, mode: str = "erase") -> Erasure:
    made = erase.begin("contact", someone.contact.id, mode=mode, by=cast.dora, at=NOON)
    drain()
    made.refresh_from_db()
    assert [job.error for job in Job.objects.filter(name="privacy.erase").exclude(error="")] == []
    return made


def test_no_row_and_no_byte_is_left(cast, someone):
    assert len({table for table, *_rest in rows_with()}) > 10
    assert files_with() != []

    made = erased(cast, someone)

    assert (made.state, made.reason) == ("done", "")
    assert rows_with() == []
    assert files_with() == []
    assert made.proof["found"] == 0
    if connection.vendor == "sqlite":
        assert made.proof["files"] > 0


@pytest.mark.postgres
def test_no_page_of_a_table_holds_them_once_it_was_written_anew(cast, someone):
    erased(cast, someone)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL")
        cursor.execute("CHECKPOINT")
        cursor.execute(
            "SELECT c.relname, pg_read_binary_file(pg_relation_filepath(c.oid)) FROM pg_class c"
            " WHERE relkind IN ('r', 'i', 't') AND pg_relation_filepath(c.oid) IS NOT NULL"
            " AND relnamespace IN ('public'::regnamespace, 'pg_toast'::regnamespace)"
        )
        left = [
            name for name, pages in cursor if b"andelquist" in bytes(pages) and b"zyx.vandel" in bytes(pages)
        ]
    assert left == []


def test_the_books_and_the_chain_stay(cast, someone):
    entries = Entry.objects.count()
    erased(cast, someone)

    deal = read.get(registry.get("deal"), someone.deal.id, by=cast.ada)
    assert str(deal["amount"].amount) == "1234"
    assert deal.title == "Lamps for […]"
    assert deal["contacts"] == ()
    assert Entry.objects.count() > entries
    verdict = verifying.verify()
    assert verdict.broken is None
    assert verdict.erased > 5


def test_what_is_left_is_an_empty_shell_in_the_bin(cast, someone):
    erased(cast, someone)

    shell = read.get(registry.get("contact"), someone.contact.id, by=cast.dora, deleted=True)
    filled = {
        name for name in registry.get("contact").by_name if not shell.type.field(name).is_empty(shell[name])
    }
    assert shell.title == f"Erased contact {someone.contact.id}"
    assert filled == {"name", "owner", "team", "created_at", "updated_at", "created_by", "updated_by"}
    with pytest.raises(NotFound):
        read.get(registry.get("note"), someone.note.id, by=cast.dora, deleted=None)


@pytest.mark.parametrize("which", ["change_set", "merged_set"])
def test_undoing_what_was_done_does_not_bring_them_back(cast, someone, which):
    erased(cast, someone)

    undo.change_set(getattr(someone, which), by=cast.dora, at=NOON)

    assert rows_with() == []


def test_the_search_and_its_vocabulary_forget_them(cast, someone):
    erased(cast, someone)

    with connection.cursor() as cursor:
        cursor.execute("SELECT word FROM index_word WHERE word LIKE %s", ["%zyxq%"])
        assert cursor.fetchall() == []


def test_it_is_told_before_what_goes_and_what_stays(cast, someone):
    plan = plans.of("contact", someone.contact.id)

    assert {row.type.key for row in plan.person.rows} == {"contact", "lead"}
    assert sorted(row.type.key for row in plan.person.parts) == ["note", "note", "task"]
    assert (plan.files, plan.uploads, plan.busy) == (1, 2, False)
    assert someone.deal.id in [row.id for row in plan.texts]
    assert [row.title for row in plan.elsewhere] == []
    assert plan.entries > 5


def test_a_namesake_is_told_of_and_stays(cast, someone):
    other = make("contact", cast.cleo, name=NAME, email="z@other.example")

    assert [row.reference for row in plans.of("contact", someone.contact.id).elsewhere] == [other.reference]
    made = erased(cast, someone)

    row = read.get(registry.get("contact"), other.id, by=cast.dora)
    assert (row.title, row["email"]) == (NAME, "z@other.example")
    assert Entry.objects.filter(
        object_key="contact", record_id=other.id, diff__icontains="vandelquist"
    ).exists()
    assert made.proof["found"] > 0 or connection.vendor != "sqlite"


def test_a_family_name_alone_is_left_to_a_company_and_taken_out_of_notes(cast, someone):
    firm = make("company", cast.ada, name="Vandelquist & Sons", description="Old Vandelquist founded it")
    write.update(
        registry.get("contact"), someone.contact.id, {"company": firm.id}, version=None, by=cast.ada, at=NOON
    )
    far = make("company", cast.cleo, name="Far", description="A cousin of Vandelquist")
    erased(cast, someone)

    row = read.get(registry.get("company"), firm.id, by=cast.ada)
    assert (row.title, row["description"]) == ("Vandelquist & Sons", "Old […] founded it")
    assert read.get(registry.get("company"), far.id, by=cast.dora)["description"] == "A cousin of Vandelquist"


def test_an_erasure_is_told_in_the_trail_in_numbers(cast, someone):
    erased(cast, someone)

    entry = Entry.objects.filter(action="person_erased", object_key="contact").first()
    assert entry.actor_id == cast.dora.user_id
    assert NAME not in str(entry.diff)
    assert entry.diff["uploads"] == [None, 2]


def test_an_anonymous_person_keeps_what_says_nothing_about_them(cast, someone):
    erased(cast, someone, mode="anonymous")

    row = read.get(registry.get("contact"), someone.contact.id, by=cast.ada)
    lead = read.get(registry.get("lead"), someone.lead, by=cast.ada)
    assert (row.title, row["email"]) == (f"Erased contact {row.id}", None)
    assert str(lead["value"].amount) == "99"
    deal = read.get(registry.get("deal"), someone.deal.id, by=cast.ada)
    assert [item.id for item in deal["contacts"]] == [someone.contact.id]
    assert rows_with() == []
    assert files_with() == []


def test_only_administrators_erase_and_nobody_themselves(cast, someone):
    for by in (cast.ada, cast.max, cast.ann):
        with pytest.raises(Denied):
            erase.begin("contact", someone.contact.id, mode="erase", by=by, at=NOON)
    with pytest.raises(Denied):
        erase.begin("user", cast.dora.user_id, mode="erase", by=cast.dora, at=NOON)
    with pytest.raises(NotFound):
        erase.begin("company", 1, mode="erase", by=cast.dora, at=NOON)
    assert not Erasure.objects.exists()
    assert read.get(registry.get("contact"), someone.contact.id, by=cast.ada)["email"] == EMAIL


def test_a_user_is_erased_and_their_work_stays(cast, someone):
    made = erase.begin("user", cast.ada.user_id, mode="erase", by=cast.dora, at=NOON)
    drain()

    made.refresh_from_db()
    user = read.get(registry.get("user"), cast.ada.user_id, by=cast.dora)
    assert (made.state, user.title, user["is_active"]) == ("done", f"Former user {user.id}", False)
    assert rows_with(["ada@odnos.example"]) == []
    assert read.get(registry.get("deal"), someone.deal.id, by=cast.dora)["owner"] == user.id
    assert verifying.verify().broken is None


def test_an_erasure_that_was_cut_off_goes_on_with_the_files(cast, someone):
    made = erase.begin("contact", someone.contact.id, mode="erase", by=cast.dora, at=NOON)
    erase.take_away(made, by=cast.dora, at=NOON)

    drain()

    made.refresh_from_db()
    assert made.state == "done"
    assert rows_with() + files_with() == []
