"""Why somebody reaches a record: the answer agrees with the rights, whoever asks about whatever."""

import dataclasses
import random

import pytest

from odnos.engine.access import explain, scope
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import OrganisationDefault
from odnos.engine.records import read, shares, write
from odnos.engine.records.rows import marked
from tests.engine.test_access import again, make, note
from tests.people import NOON

DEEDS = ("see", "edit", "delete", "export")


def kinds(answer):
    return [ground.kind for ground in answer.grounds]


def asked(row, by, deed="see"):
    return explain.explain(row.type, row.columns, by=by, deed=deed)


def test_each_ground_is_told_by_its_name(cast):
    row = make("company", cast.ada)

    assert kinds(asked(row, cast.ada)) == ["team", "own"]
    assert kinds(asked(row, cast.ben)) == ["team"]
    assert kinds(asked(row, cast.dora)) == ["administrator"]
    assert kinds(asked(row, cast.ann)) == ["role"]
    assert kinds(asked(row, cast.cleo)) == ["elsewhere"]
    assert kinds(asked(row, cast.ann, "edit")) == ["nothing"]
    assert kinds(asked(make("product", cast.dora), cast.cleo)) == ["everybody"]


def test_a_share_and_the_default_of_the_company_are_told(cast):
    row = make("company", cast.ada)
    shares.share(row.type, row.id, {"team": cast.teams["South"]}, by=cast.ada, at=NOON)
    part = note(row, cast.ada)

    [ground] = asked(row, again(cast.cleo)).grounds
    [of_part] = asked(part, again(cast.cleo)).grounds
    OrganisationDefault.objects.create(object_key="company", see="all")

    assert (ground.kind, ground.names, ground.field) == ("share", ("team", cast.teams["South"]), "")
    assert (of_part.kind, of_part.field) == ("share", "company")
    assert kinds(asked(row, again(cast.ben))) == ["default"]


@pytest.mark.parametrize("seed", range(6))
def test_the_answer_agrees_with_the_rights_for_anybody_and_anything(cast, seed):
    dice = random.Random(seed)
    people = [cast.ada, cast.ben, cast.cleo, cast.max]
    rows = []
    for _ in range(8):
        key = dice.choice(["company", "contact", "lead", "task"])
        row = make(key, dice.choice(people))
        rows.append(row)
        if dice.random() < 0.4 and key != "task":
            rows.append(note(row, cast.dora))
            whom = dice.choice([{"team": cast.teams["South"]}, {"user": cast.cleo.user_id}])
            shares.share(row.type, row.id, {**whom, "edit": dice.random() < 0.5}, by=cast.dora, at=NOON)
    ids = [actor.user_id for actor in cast.actors.values()]
    for base in list(cast.actors.values()):
        by = wandered(again(base), dice, ids, list(cast.teams.values()))
        for row in rows:
            for deed in DEEDS:
                answer = asked(row, by, deed)
                assert answer.reached == scope.covers(row.type, row.columns, by=by, deed=deed), (
                    by,
                    row,
                    deed,
                )
                assert answer.grounds
                reached = marked(row.type).filter(scope.condition(row.type, by=by, deed=deed), pk=row.id)
                assert answer.reached == reached.exists()


def wandered(by: Actor, dice: random.Random, people: list[int], teams: list[int]) -> Actor:
    """The same actor with other people below them and other teams."""
    return dataclasses.replace(
        by,
        role=dice.choice([by.role, "representative", "manager", "analyst", "unknown"]),
        people=frozenset(dice.sample(people, 2)),
        teams=frozenset(dice.sample(teams, 1)),
    )


def test_what_one_may_read_is_reached(cast):
    row = make("company", cast.ada)

    assert write.update(row.type, row.id, {"name": "B"}, version=1, by=cast.ben, at=NOON)
    assert asked(read.get(row.type, row.id, by=cast.ben), cast.ben, "edit").reached
