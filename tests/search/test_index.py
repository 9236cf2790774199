"""The index by itself: what is written is found, what is removed is not, and nobody's scope is too narrow."""

import itertools
from functools import lru_cache
from types import SimpleNamespace

import pytest

from odnos.engine import index
from odnos.engine.index import Asked, Entry, Scope, entry, trigrams, words
from odnos.engine.index.entry import text_of
from odnos.lib import text
from odnos.objects.registry import Registry, registry

pytestmark = pytest.mark.django_db
EVERYBODY = Scope(every=("contact", "company"))


def contact(record_id, title, *others, owner=None, team=None, also=None, key="contact"):
    return Entry(
        object_key=key,
        record_id=record_id,
        text=text_of(map(text.fold, (title, *others))),
        owner_id=owner,
        team_id=team,
        also_id=also,
        words=tuple(title.lower().split()),
    )


def found(*asked, scope=EVERYBODY, start=""):
    hits = index.find(Asked(words=asked, start=start), scope)
    return sorted(entry.record_id_of(item.id) for item in hits)


def test_an_entry_is_found_by_any_part_of_any_field():
    index.write([contact(1, "Иванов Пётр", "petr@romashka.example", "+74951234567")], fresh=True)
    index.write([contact(2, "Ana Krajnc", "ana@lipa.example")], fresh=True)

    assert found("иванов") == [1]
    assert found("ван") == [1]
    assert found("4951234") == [1]
    assert found("example") == [1, 2]
    assert found("иванов", "romashka") == [1]
    assert found("иванов", "lipa") == []


def test_signs_of_the_query_languages_are_only_text():
    index.write([contact(1, 'Say "no" to 100%_ (now) AND -x*', "a\\b'c")], fresh=True)

    assert found('"no"') == [1]
    assert found("100%_") == [1]
    assert found("100__") == []
    assert found("(now)", "and", "-x*") == [1]
    assert found("a\\b'c") == [1]


def test_two_letters_begin_a_word_and_a_start_begins_the_title():
    index.write([contact(1, "иванов петр"), contact(2, "сидоров иван"), contact(3, "диван")], fresh=True)

    assert found("ив") == [1, 2]
    assert found(start="иван") == [1]
    assert found(start="и") == [1]
    assert found("иван") == [1, 2, 3]


def test_a_rewritten_entry_is_found_by_its_new_text_alone():
    index.write([contact(1, "иванов")], fresh=True)

    index.write([contact(1, "петров")])

    assert found("иванов") == []
    assert found("петров") == [1]


def test_a_removed_entry_is_not_found():
    index.write([contact(1, "иванов"), contact(2, "иванова")], fresh=True)

    index.remove("contact", [1])

    assert found("иванов") == [2]


def test_a_scope_lets_through_own_team_and_further_readers():
    index.write(
        [
            contact(1, "иванов", owner=7, team=1),
            contact(2, "иванов", owner=8, team=1),
            contact(3, "иванов", owner=9, team=2),
            contact(4, "иванов", owner=9, team=2, also=7),
            contact(5, "иванов", key="company"),
            contact(6, "иванов"),
        ],
        fresh=True,
    )

    assert found("иванов", scope=Scope(team=("contact",), user_id=7, team_id=1)) == [1, 2, 4]
    assert found("иванов", scope=Scope(own=("contact",), user_id=7)) == [1, 4]
    assert found("иванов", scope=Scope(own=("contact",), every=("company",), user_id=7)) == [1, 4, 5]
    assert found("иванов", scope=Scope(user_id=7)) == []


def test_an_entry_given_away_is_in_the_other_scope():
    index.write([contact(1, "иванов", owner=7, team=1)], fresh=True)

    index.reassign("contact", [1], 9, 2)

    assert found("иванов", scope=Scope(team=("contact",), user_id=7, team_id=1)) == []
    assert found("иванов", scope=Scope(team=("contact",), user_id=8, team_id=2)) == [1]


def test_frequent_words_leave_room_for_every_object():
    index.write([contact(n, "иванов") for n in range(1, 600)], fresh=True)
    index.write([contact(n, "иванов", key="company") for n in range(1, 4)], fresh=True)

    hits = index.find(Asked(words=("иванов",)), EVERYBODY, each=50)

    by_object = itertools.groupby(
        sorted(hits, key=lambda hit: hit.id), lambda hit: entry.reference(hit.id)[0]
    )
    assert {key: len(list(group)) for key, group in by_object} == {"contact": 50, "company": 3}


def test_candidates_are_all_records_with_the_needle_or_none_when_too_many():
    index.write([contact(n, f"иванов {n:03}") for n in range(1, 101)], fresh=True)

    assert sorted(index.candidates("contact", "иванов 05", 20)) == list(range(50, 60))
    assert index.candidates("contact", "ванов", 99) is None
    assert len(index.candidates("contact", "ванов", 100)) == 100
    assert index.candidates("contact", "ив", 1000) is None
    assert index.candidates("company", "иванов", 100) == []


@pytest.mark.parametrize("typed", ["иваонв", "ивано", "ивановв", "ивпнов"])
def test_a_word_with_one_slip_is_near(typed):
    words.learn(["иванов", "сидоров"])

    assert words.near(typed) == [("иванов", 1)]


def test_a_long_word_is_forgiven_two_slips_and_a_short_one_none():
    words.learn(["константинопольский", "лев", "леон"])

    assert words.near("кнстантинапольский") == [("константинопольский", 2)]
    assert words.near("лел") == []
    assert words.near("люоо") == []


def test_a_word_is_forgotten_once_no_entry_holds_it():
    index.write([contact(1, "Иванов"), contact(2, "Сидоров")], fresh=True)
    index.remove("contact", [2])

    gone = [item for share in range(3) for item in words.unused(share, of=3)]
    words.forget(gone)

    assert [word for _id, word in gone] == ["сидоров"]
    assert words.near("сидороф") == []
    assert words.near("иваноф") == [("иванов", 1)]
    words.learn(["сидоров"])
    assert words.near("сидороф") == [("сидоров", 1)]


def test_every_object_has_a_number_of_its_own():
    numbers = {entry.number(item.key) for item in registry}

    assert len(numbers) == len(list(registry))
    assert all(0 <= number < 2**23 for number in numbers)


@pytest.mark.sqlite
def test_the_document_of_sqlite_carries_the_codes_that_questions_use():
    from django.db import connection

    index.write([contact(5, "иванов", owner=7, team=30_001, also=20_000)], fresh=True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT doc FROM index_doc")
        [(document,)] = cursor.fetchall()

    codes = [trigrams.code(trigrams.OWNER, 7), trigrams.code(trigrams.OWNER, 20_000)]
    codes += [trigrams.code(trigrams.TEAM, 30_001), trigrams.code(trigrams.OBJECT, entry.number("contact"))]
    assert document == "\x02 иванов" + "".join(codes)


def test_an_entry_is_named_by_the_objects_there_are_now(monkeypatch):
    known = Registry()
    monkeypatch.setattr(entry, "registry", known)
    monkeypatch.setattr(entry, "keys", lru_cache(entry.keys.__wrapped__))
    pear, plum = entry.entry_id("pear", 7), entry.entry_id("plum", 7)

    known.add(SimpleNamespace(key="pear"))
    assert (entry.reference(pear), entry.reference(plum)) == (("pear", 7), None)

    known.remove("pear")
    known.add(SimpleNamespace(key="plum"))
    assert (entry.reference(pear), entry.reference(plum)) == (None, ("plum", 7))
