"""Who sees and changes what, and how parts follow their whole."""

import pytest

from odnos.engine.access import rights
from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import OrganisationDefault, Share, User
from odnos.engine.access.rights import Denied
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.objects.registry import registry
from tests.people import NOON

COMPANY, CONTACT, NOTE, TASK, PRODUCT = "company", "contact", "note", "task", "product"


def make(key, by, **values):
    return write.create(registry.get(key), {"name": "A", **values}, by=by, at=NOON)


def note(about, by, body="hello"):
    return write.create(registry.get(NOTE), {"body": body, "about": about.reference}, by=by, at=NOON)


def sees(by, row) -> bool:
    try:
        read.get(row.type, row.id, by=by)
    except NotFound:
        return False
    return True


def again(actor):
    return actor_for(User.objects.get(pk=actor.user_id))


def test_a_record_is_seen_by_its_owner_and_team_and_those_who_see_all(cast):
    company = make(COMPANY, cast.ada)

    assert [name for name, actor in cast.actors.items() if sees(actor, company)] == [
        "ada",
        "ben",
        "dora",
        "max",
        "ann",
    ]


def test_an_owner_without_a_team_keeps_records_to_themselves(cast):
    write.update(registry.get("user"), cast.ada.user_id, {"team": None}, version=1, by=cast.dora, at=NOON)
    ada = again(cast.ada)
    company = make(COMPANY, ada)

    assert company["team"] is None
    assert (sees(ada, company), sees(cast.ben, company), sees(cast.cleo, company)) == (True, False, False)


def test_changing_needs_more_than_seeing(cast):
    company = make(COMPANY, cast.ada)

    for actor in (cast.ann,):
        with pytest.raises(Denied):
            write.update(company.type, company.id, {"name": "B"}, version=1, by=actor, at=NOON)
    with pytest.raises(NotFound):
        write.update(company.type, company.id, {"name": "B"}, version=1, by=cast.cleo, at=NOON)
    with pytest.raises(Denied):
        write.delete(company.type, [company.id], by=cast.ben, at=NOON)
    assert write.update(company.type, company.id, {"name": "B"}, version=1, by=cast.ben, at=NOON).version == 2
    assert write.delete(company.type, [company.id], by=cast.max, at=NOON)[0].id == company.id


def test_a_manager_of_another_team_sees_and_does_not_change(cast):
    company = make(COMPANY, cast.cleo)

    assert sees(cast.max, company)
    with pytest.raises(Denied):
        write.update(company.type, company.id, {"name": "B"}, version=1, by=cast.max, at=NOON)
    assert read.get(company.type, company.id, by=cast.dora)["name"] == "A"


def test_records_are_given_within_ones_reach_only(cast):
    company = make(COMPANY, cast.ada)

    with pytest.raises(Invalid) as refusal:
        write.update(company.type, company.id, {"owner": cast.cleo.user_id}, version=1, by=cast.ada, at=NOON)
    assert list(refusal.value.errors) == ["owner"]
    given = write.update(
        company.type, company.id, {"owner": cast.ben.user_id}, version=1, by=cast.ada, at=NOON
    )
    assert (given["owner"], given["team"]) == (cast.ben.user_id, cast.teams["North"])
    with pytest.raises(Invalid):
        make(COMPANY, cast.ada, owner=cast.cleo.user_id)


def test_links_are_made_only_to_what_one_sees(cast):
    hidden = make(COMPANY, cast.cleo)

    with pytest.raises(Invalid) as refusal:
        make(CONTACT, cast.ada, company=hidden.id)
    assert list(refusal.value.errors) == ["company"]


def test_parts_are_seen_with_their_whole_and_follow_it(cast):
    company = make(COMPANY, cast.ada)
    written = note(company, cast.ada)
    assert (written["owner"], written["team"]) == (cast.ada.user_id, cast.teams["North"])
    assert (sees(cast.ben, written), sees(cast.cleo, written)) == (True, False)

    write.update(company.type, company.id, {"owner": cast.cleo.user_id}, version=1, by=cast.dora, at=NOON)

    moved = read.get(written.type, written.id, by=cast.dora)
    assert (moved["owner"], moved["team"], moved.version) == (cast.cleo.user_id, cast.teams["South"], 1)
    assert (sees(cast.ben, written), sees(cast.cleo, written)) == (False, True)


def test_parts_hang_only_on_what_one_sees(cast):
    company = make(COMPANY, cast.ada)

    with pytest.raises(Invalid) as refusal:
        note(company, cast.cleo)
    assert "about" in refusal.value.errors


def test_parts_go_to_the_bin_and_come_back_with_their_whole(cast):
    company = make(COMPANY, cast.ada)
    first, second = note(company, cast.ada, "first"), note(company, cast.ada, "second")
    write.delete(first.type, [first.id], by=cast.ada, at=NOON.replace(hour=1))

    write.delete(company.type, [company.id], by=cast.ada, at=NOON)
    assert not sees(cast.ada, second)
    write.restore(company.type, [company.id], by=cast.ada, at=NOON)

    assert sees(cast.ada, second)
    assert not sees(cast.ada, first), "it was in the bin before"


def test_the_assignee_of_a_task_sees_it_wherever_it_hangs(cast):
    company = make(COMPANY, cast.ada)
    task = make(TASK, cast.ada, about=company.reference, assignee=cast.cleo.user_id)

    assert sees(cast.cleo, task)
    assert not sees(cast.cleo, company)
    assert read.titles([company.reference], by=cast.cleo) == {company.reference: None}


def test_a_shared_record_opens_with_its_parts_and_nothing_else(cast):
    company, other = make(COMPANY, cast.ada), make(COMPANY, cast.ada)
    written, hidden = note(company, cast.ada), note(other, cast.ada)
    Share.objects.create(
        object_key=COMPANY, record_id=company.id, team_id=cast.teams["South"], created_at=NOON
    )

    cleo = again(cast.cleo)

    assert (sees(cleo, company), sees(cleo, written)) == (True, True)
    assert (sees(cleo, other), sees(cleo, hidden)) == (False, False)
    with pytest.raises(Denied):
        write.update(company.type, company.id, {"name": "B"}, version=1, by=cleo, at=NOON)


def shared_for_changes(row, with_whom):
    Share.objects.create(
        object_key=row.type.key, record_id=row.id, user_id=with_whom.user_id, may_edit=True, created_at=NOON
    )
    return again(with_whom)


def test_a_record_shared_for_changes_is_not_taken_away(cast):
    company = make(COMPANY, cast.ada)
    cleo = shared_for_changes(company, cast.cleo)

    with pytest.raises(Invalid) as refusal:
        write.update(company.type, company.id, {"owner": cleo.user_id}, version=1, by=cleo, at=NOON)

    assert list(refusal.value.errors) == ["owner"]
    assert write.update(company.type, company.id, {"name": "B"}, version=1, by=cleo, at=NOON)["name"] == "B"


def test_a_part_is_not_taken_from_its_whole(cast):
    company = make(COMPANY, cast.ada)
    written = note(company, cast.ada)
    task = make(TASK, cast.ada, about=company.reference, assignee=cast.cleo.user_id)
    cleo = shared_for_changes(company, cast.cleo)
    hers = make(COMPANY, cleo)

    for part in (written, task):
        for name, value in (("owner", cleo.user_id), ("about", None), ("about", hers.reference)):
            with pytest.raises(Invalid) as refusal:
                write.update(part.type, part.id, {name: value}, version=1, by=cleo, at=NOON)
            assert list(refusal.value.errors) == [name]


def test_a_task_about_nothing_is_given_with_its_team(cast):
    task = make(TASK, cast.ada)

    given = write.update(task.type, task.id, {"owner": cast.ben.user_id}, version=1, by=cast.ada, at=NOON)

    assert (given["owner"], given["team"]) == (cast.ben.user_id, cast.teams["North"])
    with pytest.raises(Invalid):
        write.update(task.type, task.id, {"owner": cast.cleo.user_id}, version=2, by=cast.ada, at=NOON)


def test_the_organisations_floor_lets_everybody_see(cast):
    company = make(COMPANY, cast.ada)
    OrganisationDefault.objects.create(object_key=COMPANY, see="all")

    cleo = again(cast.cleo)

    assert sees(cleo, company)
    with pytest.raises(Denied):
        write.update(company.type, company.id, {"name": "B"}, version=1, by=cleo, at=NOON)


@pytest.mark.parametrize("key", ["product", "pipeline", "stage", "team", "user"])
def test_what_everybody_sees_only_some_change(cast, key):
    object_type = registry.get(key)

    for who, expected in (("ada", "none"), ("ann", "none"), ("dora", "all")):
        actor = getattr(cast, who)
        assert rights.may(actor, "see", object_type) == "all"
        assert rights.may(actor, "edit", object_type) == expected
    assert rights.may(cast.max, "edit", object_type) == ("all" if key == "product" else "none")


def test_a_representative_cannot_make_themselves_more(cast):
    user = registry.get("user")

    with pytest.raises(Denied):
        write.update(user, cast.ada.user_id, {"role": "administrator"}, version=None, by=cast.ada, at=NOON)
    assert User.objects.get(pk=cast.ada.user_id).role == "representative"
