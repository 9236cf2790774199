"""Finding anyone in a blink: whatever was typed, and nothing that the reader could not open."""

import pytest

from odnos.engine.access.actor import Narrow, actor_for, system_actor
from odnos.engine.access.models import Share, User
from odnos.engine.records import write
from odnos.engine.search import finding, upkeep
from odnos.objects.registry import registry
from tests.engine.reaching import again, change, field, right  # noqa: F401 -- field is a fixture
from tests.people import NOON

pytestmark = pytest.mark.django_db


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON).id


def titles(typed, by, **options):
    return [hit.title for hit in finding.find(typed, by=by, at=NOON, **options)]


@pytest.fixture
def people(cast):
    make("contact", cast.ada, name="Пётр Иванов", email="petr@romashka.example", phone="+7 495 123-45-67")
    make("contact", cast.ada, name="Анна Семёнова", email="semenova@romashka.example")
    make("contact", cast.ada, name="Zoë Krajnc-Žnidaršič", email="zoe@lipa.example", phone="+386 40 555 777")
    make("company", cast.ada, name="Ромашка", domain="romashka.example")
    return cast


@pytest.mark.parametrize(
    "typed",
    [
        "Иванов",
        "иванов",
        "ИВАНОВ ПЕТР",
        "петр ива",
        "ван",
        "495 123",
        "1234567",
        "8 (495) 123-45-67",
        "+7495123",
        "petr@rom",
        "bdfyjd",
        "gtnh bdfyjd",
        "ивонов",
        "иваонв",
        "ivanov",
    ],
)
def test_ivanov_is_found_by_what_people_type(people, typed):
    assert titles(typed, people.ada)[0] == "Пётр Иванов"


@pytest.mark.parametrize(
    "typed", ["zoe", "ZOË", "krajnc", "znidarsic", "Žnidaršič", "ящу", "krajnk zoe", "зое", "040 555 777"]
)
def test_zoe_is_found_by_what_people_type(people, typed):
    assert titles(typed, people.ada) == ["Zoë Krajnc-Žnidaršič"]


@pytest.mark.parametrize("typed", ["", "   ", "яюэы", "иванов краинц", "%", "\x00", '"', "*", "a" * 5000])
def test_what_nobody_has_finds_nothing(people, typed):
    assert titles(typed, people.ada) == []


def test_ё_and_е_are_one_letter(people):
    assert titles("семенова", people.ada) == titles("СЕМЁНОВА", people.ada) == ["Анна Семёнова"]


def test_better_matches_come_first(cast):
    make("company", cast.ada, name="Big Lime")
    make("company", cast.ada, name="Sublime")
    make("company", cast.ada, name="Lime and Sons")
    make("company", cast.ada, name="Lime")
    make("company", cast.ada, name="Zest", domain="lime.example")

    assert titles("lime", cast.ada) == ["Lime", "Lime and Sons", "Big Lime", "Sublime", "Zest"]


def test_among_equals_lately_seen_and_own_records_come_first(cast):
    mine = make("contact", cast.ada, name="Lime One")
    make("contact", cast.ben, name="Lime Two")
    seen = make("contact", cast.ben, name="Lime Three")
    make("contact", cast.ben, name="Lime Four")

    hits = finding.find("lime", by=cast.ada, at=NOON, recent=[("contact", seen)])

    assert [hit.title for hit in hits] == ["Lime Three", "Lime One", "Lime Four", "Lime Two"]
    assert hits[1].record_id == mine


def test_a_hit_says_where_it_matched(people):
    [hit] = finding.find("romashka petr", by=people.ada, at=NOON)

    assert (hit.title, hit.snippet) == ("Пётр Иванов", "petr@romashka.example")
    assert hit.highlights == ()
    assert hit.snippet_highlights == ((0, 4), (5, 13))


def test_highlights_are_places_in_the_title_as_written(people):
    [hit] = finding.find("zoe znid", by=people.ada, at=NOON)

    assert [hit.title[start:end] for start, end in hit.highlights] == ["Zoë", "Žnid"]


def test_nobody_finds_what_they_may_not_see(people):
    assert titles("иванов", people.ben) == ["Пётр Иванов"]
    assert titles("иванов", people.cleo) == []
    assert (
        titles("bdfyjd", people.cleo) == titles("ивонов", people.cleo) == titles("ivanov", people.cleo) == []
    )
    assert titles("1234567", people.cleo) == []
    assert titles("иванов", people.dora) == titles("иванов", people.ann) == ["Пётр Иванов"]


def test_many_of_others_do_not_hide_the_one_of_mine(cast):
    write.create_many(
        registry.get("contact"), [{"name": f"Lime {n}"} for n in range(700)], by=cast.cleo, at=NOON
    )
    make("contact", cast.ada, name="Old Lime")
    write.create_many(
        registry.get("contact"), [{"name": f"Lime {n}"} for n in range(700)], by=cast.cleo, at=NOON
    )

    assert titles("lime", cast.ada) == ["Old Lime"]


def test_what_is_out_of_reach_is_read_past_in_ever_larger_steps(cast, field, monkeypatch):  # noqa: F811
    right(field, "see", "territory", by=cast.dora)
    change("user", cast.cleo.user_id, cast.dora, manager=cast.ada.user_id)
    make("contact", cast.cleo, name="Lime of Cleo")
    write.create_many(
        registry.get("contact"), [{"name": f"Lime {n}"} for n in range(45)], by=cast.dora, at=NOON
    )
    read, sizes = finding.readable, []
    monkeypatch.setattr(finding, "readable", lambda batch, by: sizes.append(len(batch)) or read(batch, by=by))

    assert titles("lime", again(cast.ada), per_object=5) == ["Lime of Cleo"]
    assert sizes == [10, 36]


def test_a_shared_record_and_its_notes_are_found(people):
    hidden = make("contact", people.ada, name="Юлия Орлова")
    make("note", people.ada, body="любит орхидеи", about=("contact", hidden))
    assert titles("орлова", people.cleo) == titles("орхидеи", people.cleo) == []

    user = User.objects.get(pk=people.cleo.user_id)
    Share.objects.create(object_key="contact", record_id=hidden, user=user, created_at=NOON)

    assert titles("орлова", actor_for(user)) == ["Юлия Орлова"]
    assert titles("орхидеи", actor_for(user)) == ["любит орхидеи"]


def test_a_token_for_companies_finds_no_contacts(people):
    user = User.objects.get(pk=people.ada.user_id)
    narrow = actor_for(user, narrow=Narrow(objects=frozenset({"company"})))

    assert titles("romashka", narrow) == ["Ромашка"]


def test_a_search_in_one_object_finds_no_other(people):
    assert titles("romashka", people.ada, objects=["company"]) == ["Ромашка"]
    assert len(titles("romashka", people.ada)) == 3


def test_a_change_is_found_at_once_and_the_bin_is_not(people):
    contact = registry.get("contact")
    record_id = finding.find("иванов", by=people.ada, at=NOON)[0].record_id

    write.update(contact, record_id, {"name": "Пётр Соколов"}, version=None, by=people.ada, at=NOON)
    assert titles("соколов", people.ada) == ["Пётр Соколов"]
    assert titles("иванов", people.ada) == []

    write.delete(contact, [record_id], by=people.ada, at=NOON)
    assert titles("соколов", people.ada) == []

    write.restore(contact, [record_id], by=people.ada, at=NOON)
    assert titles("соколов", people.ada) == ["Пётр Соколов"]


def test_a_record_given_away_is_found_by_its_new_team_alone(people):
    contact = registry.get("contact")
    [hit] = finding.find("иванов", by=people.dora, at=NOON)
    make("note", people.ada, body="любит орхидеи", about=("contact", hit.record_id))

    write.update(
        contact, hit.record_id, {"owner": people.cleo.user_id}, version=None, by=people.dora, at=NOON
    )

    assert titles("иванов", people.ada) == titles("орхидеи", people.ada) == []
    assert titles("иванов", people.cleo) == ["Пётр Иванов"]
    assert titles("орхидеи", people.cleo) == ["любит орхидеи"]


def test_at_most_so_many_of_one_kind(people):
    assert len(titles("romashka", people.ada, per_object=1)) == 2


def test_the_index_equals_the_records_and_is_mended_when_it_does_not(people):
    by = system_actor("a test")
    from odnos.engine import index
    from odnos.engine.index import Entry

    assert upkeep.verify(by=by, at=NOON) == {}
    first, second = (
        hit.record_id for hit in finding.find("romashka", by=people.ada, at=NOON, objects=["contact"])
    )
    index.remove("contact", [first])
    index.write([Entry(object_key="contact", record_id=second, text=" чужой")])
    index.write([Entry(object_key="contact", record_id=999_999, text=" призрак")], fresh=True)

    assert upkeep.verify(by=by, at=NOON) == {"contact": upkeep.Difference(missing=1, stale=1, stray=1)}
    upkeep.repair(by=by, at=NOON)

    assert upkeep.verify(by=by, at=NOON) == {}
    assert len(titles("romashka", people.ada, objects=["contact"])) == 2
    assert titles("призрак", people.dora) == []


def test_a_rebuilt_index_finds_the_same(people):
    before = titles("romashka", people.ada)

    upkeep.rebuild(by=system_actor("a test"), at=NOON)

    assert titles("romashka", people.ada) == before
    assert titles("ивонов", people.ada) == ["Пётр Иванов"]


def test_the_check_command_compares_and_mends_the_index(people, capsys):
    from odnos.config.command import main
    from odnos.engine import index

    [hit] = finding.find("иванов", by=people.ada, at=NOON)
    index.remove("contact", [hit.record_id])

    main(["check", "--search"])
    assert "BAD search: 1 entries differ from their records" in capsys.readouterr().out
    main(["check", "--search", "--mend"])
    assert "ok  search: 1 entries mended" in capsys.readouterr().out
    assert titles("иванов", people.ada) == ["Пётр Иванов"]
