"""Records that change hands take their parts with them, many at once as cheaply as a few."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.records import read, write
from odnos.engine.records.outcome import Change
from tests.people import NOON, Cast
from tests.web.sales import kind, make_company


def with_note(cast: Cast, number: int):
    company = make_company(cast.ada, name=f"Company {number}")
    note = write.create(kind("note"), {"body": "Met", "about": company.reference}, by=cast.ada, at=NOON)
    return company, note


def give(cast: Cast, companies, to: int | None) -> int:
    changes = [Change(id=company.id, values={"owner": to}) for company in companies]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        write.update_many(kind("company"), changes, by=cast.dora, at=NOON)
    return len(asked)


def test_notes_follow_their_companies_each_to_its_own_new_owner(cast: Cast):
    (one, first), (two, second) = with_note(cast, 1), with_note(cast, 2)

    changes = [
        Change(id=one.id, values={"owner": cast.ben.user_id}),
        Change(id=two.id, values={"owner": cast.cleo.user_id}),
    ]
    write.update_many(kind("company"), changes, by=cast.dora, at=NOON)

    notes = read.get_many(kind("note"), [first.id, second.id], by=cast.dora)
    assert notes[first.id]["owner"] == cast.ben.user_id
    assert notes[second.id]["owner"] == cast.cleo.user_id


def test_giving_away_many_asks_the_database_no_oftener_than_giving_away_a_few(cast: Cast):
    companies = [with_note(cast, number)[0] for number in range(12)]

    few = give(cast, companies[:2], cast.ben.user_id)
    many = give(cast, companies[2:], cast.ben.user_id)

    assert many == few
