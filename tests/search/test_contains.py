"""Contains-filters are exact, whether the index answers them or a walk does."""

import pytest

from odnos.engine.filters import text
from odnos.engine.records import contains, read, shares, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.engine.reaching import again, change, field, right  # noqa: F401 -- field is a fixture
from tests.engine.reaching import make as make_one
from tests.people import NOON

pytestmark = pytest.mark.django_db
CONTACT = registry.get("contact")


def make(by, *names, **values):
    write.create_many(CONTACT, [{"name": name, **values} for name in names], by=by, at=NOON)


def names(filter, by, **options):
    page = read.query(CONTACT, by=by, at=NOON, filter=text.parse(filter), sort="name", **options)
    assert page.count.number == len(page.rows)
    return [row["name"] for row in page.rows]


def test_a_contains_filter_finds_the_needle_in_its_own_field_alone(cast):
    make(cast.ada, "Пётр Иванов", email="smith@romashka.example")
    make(cast.ada, "Ann Smith", "Goldsmith")

    assert names("name.contains:smith", cast.ada) == ["Ann Smith", "Goldsmith"]
    assert names("email.contains:smith", cast.ada) == ["Пётр Иванов"]
    assert names("name.contains:ПЕТР", cast.ada) == ["Пётр Иванов"]
    assert names("not(name.contains:smith)", cast.ada) == ["Пётр Иванов"]
    assert names("any(name.contains:gold,email.contains:romashka)", cast.ada) == ["Goldsmith", "Пётр Иванов"]


def test_a_phone_contains_digits_however_they_are_written(cast):
    make(cast.ada, "Ann", phone="+7 495 123-45-67")

    assert names('phone.contains:"(495) 123"', cast.ada) == ["Ann"]
    assert names("phone.contains:+7495", cast.ada) == ["Ann"]
    assert names("phone.contains:9999", cast.ada) == []


def test_a_frequent_needle_is_met_by_walking_and_its_count_is_capped(cast, monkeypatch):
    monkeypatch.setattr(contains, "CAP", 50)
    monkeypatch.setattr(read, "CAP", 40)
    make(cast.ada, *(f"Lime {number:03}" for number in range(60)))
    make(cast.ada, "Ann")

    page = read.query(
        CONTACT, by=cast.ada, at=NOON, filter=text.parse("name.contains:lime"), sort="name", limit=5
    )

    assert [row["name"] for row in page.rows] == [f"Lime {number:03}" for number in range(5)]
    assert (page.count.number, page.count.capped) == (40, True)


def test_the_scope_of_the_index_hides_nothing_shared(cast):
    from odnos.engine.access.actor import actor_for
    from odnos.engine.access.models import Share, User

    make(cast.ada, "Ann Lime")
    [row] = read.query(CONTACT, by=cast.ada, at=NOON).rows
    assert names("name.contains:lime", cast.cleo) == []

    user = User.objects.get(pk=cast.cleo.user_id)
    Share.objects.create(object_key="contact", record_id=row.id, user=user, created_at=NOON)

    assert names("name.contains:lime", actor_for(user)) == ["Ann Lime"]


def test_the_bin_is_filtered_without_the_index(cast):
    make(cast.ada, "Ann Lime", "Ben Lime")
    ids = [row.id for row in read.query(CONTACT, by=cast.ada, at=NOON, sort="name").rows]
    write.delete(CONTACT, ids[:1], by=cast.ada, at=NOON)

    assert names("name.contains:lime", cast.ada) == ["Ben Lime"]
    assert names("name.contains:lime", cast.ada, deleted=True) == ["Ann Lime"]


def test_a_contains_filter_reaches_through_a_link(cast):
    company = write.create(registry.get("company"), {"name": "Ромашка"}, by=cast.ada, at=NOON)
    make(cast.ada, "Ann", company=company.id)
    make(cast.ada, "Ben")

    assert names("company.name.contains:ромаш", cast.ada) == ["Ann"]


def test_a_needle_frequent_in_another_field_is_found_in_its_own(cast, monkeypatch):
    monkeypatch.setattr(contains, "CAP", 5)
    make(cast.ada, *(f"Ann {number}" for number in range(20)), email="lime@odnos.example")
    make(cast.ada, "Ann Lime", "Ben Lime")

    assert names("name.contains:lime", cast.ada) == ["Ann Lime", "Ben Lime"]
    assert names("name.contains:lime,email.empty", cast.ada) == ["Ann Lime", "Ben Lime"]
    assert names('any(name.contains:lime,name.is:"Ann 7")', cast.ada) == ["Ann 7", "Ann Lime", "Ben Lime"]


@pytest.fixture
def ada(cast, field, monkeypatch):  # noqa: F811 -- the fixture
    """Ada with own, subtree, territory and shared contacts among foreign ones, all with a needle too frequent to be named."""
    dora = cast.dora
    right(field, "see", "territory", by=dora)
    change("user", cast.cleo.user_id, dora, manager=cast.ada.user_id)
    territory = make_one("territory", dora, name="Dealers", people=[cast.ada.user_id])
    make_one("territory_rule", dora, territory=territory.id, object="contact", filter="job_title.is:Dealer")
    definitions.refresh()
    make(cast.ada, "Ada Lime", "Ada Ash")
    make(cast.cleo, "Cleo Lime", "Cleo Ash")
    make(dora, "Dealer Lime", "Dealer Ash", job_title="Dealer")
    make(dora, *(f"Foreign Lime {number}" for number in range(9)), "Shared Lime")
    shared = read.query(CONTACT, by=dora, at=NOON, filter=text.parse('name.is:"Shared Lime"')).rows[0]
    shares.share(CONTACT, shared.id, {"user": cast.ada.user_id}, by=dora, at=NOON)
    monkeypatch.setattr(contains, "CAP", 5)
    return again(cast.ada)


LIMES = ["Ada Lime", "Cleo Lime", "Dealer Lime", "Shared Lime"]


def test_a_frequent_needle_is_named_within_ones_own_reach(ada):
    found = contains.looked_up(CONTACT, "lime", 6, by=ada)

    assert names("name.contains:lime", ada) == LIMES
    assert len(found) == 4
    assert names('name.contains:lime,job_title.is:"Dealer"', ada) == ["Dealer Lime"]
    assert names("not(name.contains:lime)", ada) == ["Ada Ash", "Cleo Ash", "Dealer Ash"]


def test_more_of_a_territory_than_is_asked_for_one_by_one_is_walked(ada, monkeypatch):
    monkeypatch.setattr(contains, "OTHERS", 1)

    assert names("name.contains:lime", ada) == LIMES


def test_a_needle_frequent_in_ones_own_reach_is_walked_in_any_order(ada, monkeypatch):
    monkeypatch.setattr(contains, "CAP", 2)
    monkeypatch.setattr(read, "CAP", 2)

    for sort in ("name", "-updated_at", "-created_at"):
        page = read.query(CONTACT, by=ada, at=NOON, filter=text.parse("name.contains:lime"), sort=sort)
        assert sorted(row["name"] for row in page.rows) == LIMES
        assert page.count.capped


def test_what_the_index_has_named_is_sorted_and_cut(ada, monkeypatch):
    monkeypatch.setattr(read, "CAP", 2)

    page = read.query(
        CONTACT, by=ada, at=NOON, filter=text.parse("name.contains:lime"), sort="-name", limit=3
    )

    assert [row["name"] for row in page.rows] == LIMES[:0:-1]
    second = read.query(
        CONTACT,
        by=ada,
        at=NOON,
        filter=text.parse("name.contains:lime"),
        sort="-name",
        limit=3,
        after=page.next,
    )
    assert [row["name"] for row in second.rows] == LIMES[:1]
