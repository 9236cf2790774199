"""Reports and dashboards that people keep: whose they are, who sees them, who changes them, and what is refused."""

import json

import pytest

from odnos.engine.access import explain, rights, scope
from odnos.engine.audit.models import Entry
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Conflict, Invalid, NotFound
from odnos.objects.registry import registry
from tests.people import NOON

ASK = {"object": "deal", "measures": [{"kind": "count"}], "rows": [{"path": "owner"}]}


def keep(by, **values):
    return write.create(
        registry.get("report"), {"name": "Deals", "definition": json.dumps(ASK), **values}, by=by, at=NOON
    )


def board(by, **values):
    return write.create(registry.get("dashboard"), {"name": "Day", **values}, by=by, at=NOON)


def change(row, by, **values):
    return write.update(row.type, row.id, values, by=by, at=NOON, version=row.version)


def seen_by(by, key="report"):
    page = read.query(registry.get(key), by=by, at=NOON, sort="name")
    return [row.title for row in page.rows]


def test_a_private_report_is_seen_by_its_owner_and_administrators_alone(cast):
    row = keep(cast.ada)

    assert seen_by(cast.ada) == seen_by(cast.dora) == ["Deals"]
    for other in (cast.ben, cast.cleo, cast.max, cast.ann):
        assert seen_by(other) == []
        with pytest.raises(NotFound):
            read.get(row.type, row.id, by=other)


def test_a_report_for_the_team_is_seen_there_and_nowhere_else(cast):
    row = keep(cast.ada, audience="team")

    assert seen_by(cast.ben) == seen_by(cast.max) == ["Deals"]
    assert seen_by(cast.cleo) == seen_by(cast.ann) == []
    with pytest.raises(rights.Denied):
        change(row, cast.ben, name="Taken")
    assert read.get(row.type, row.id, by=cast.ada)["name"] == "Deals"


def test_everybody_sees_what_a_manager_published_and_changes_it_if_told_so(cast):
    row = keep(cast.max, audience="everyone")
    with pytest.raises(rights.Denied):
        change(row, cast.cleo, name="Taken")

    open_ = change(row, cast.max, editors="audience")
    changed = change(open_, cast.cleo, name="Ours")

    assert changed["name"] == "Ours"
    assert seen_by(cast.ann) == ["Ours"]
    with pytest.raises(rights.Denied):
        write.delete(row.type, [row.id], by=cast.cleo, at=NOON)


def test_a_team_that_may_change_it_is_the_owners_team(cast):
    row = keep(cast.ada, audience="team", editors="audience")

    assert change(row, cast.ben, description="For Mondays")["description"] == "For Mondays"
    with pytest.raises(NotFound):
        change(row, cast.cleo, name="Taken")


def test_who_sees_it_is_said_by_its_owner_alone(cast):
    row = keep(cast.ada, audience="team", editors="audience")

    for given in ({"audience": "private"}, {"editors": "owner"}):
        with pytest.raises(Invalid):
            change(row, cast.ben, **given)
    assert change(row, cast.dora, audience="private")["audience"] == "private"


def test_only_who_may_publish_opens_a_report_to_everyone(cast):
    with pytest.raises(Invalid):
        keep(cast.ada, audience="everyone")
    row = keep(cast.ada)
    with pytest.raises(Invalid):
        change(row, cast.ada, audience="everyone")
    assert read.get(row.type, row.id, by=cast.ada)["audience"] == "private"


@pytest.mark.parametrize("deed", ["see", "edit", "delete", "export"])
def test_reach_cover_and_explanation_say_the_same_of_what_was_published(cast, deed):
    rows = [
        keep(cast.ada),
        keep(cast.ada, audience="team"),
        keep(cast.ben, audience="team", editors="audience"),
        keep(cast.max, audience="everyone"),
        keep(cast.max, audience="everyone", editors="audience"),
        keep(cast.cleo, audience="team", editors="audience"),
    ]
    from odnos.engine.records.reach import reach

    kind = registry.get("report")
    for person in (cast.ada, cast.ben, cast.cleo, cast.dora, cast.max, cast.ann):
        reached = set(reach(kind, by=person, deed=deed).values_list("pk", flat=True))
        for row in rows:
            assert scope.covers(kind, row.columns, by=person, deed=deed) == (row.id in reached)
            assert explain.explain(kind, row.columns, by=person, deed=deed).reached == (row.id in reached)


def test_the_ground_of_what_was_published_is_told(cast):
    team, everyone = keep(cast.ada, audience="team"), keep(cast.max, audience="everyone")

    [of_team] = explain.explain(team.type, team.columns, by=cast.ben).grounds
    [of_all] = explain.explain(team.type, everyone.columns, by=cast.cleo).grounds

    assert (of_team.kind, of_team.names) == ("published", ("team", cast.teams["North"]))
    assert (of_all.kind, of_all.names) == ("published", None)


def test_what_a_role_may_with_all_records_says_nothing_about_what_people_keep(cast):
    kind = registry.get("report")

    for person in (cast.ada, cast.max, cast.ann):
        assert {deed: rights.may(person, deed, kind) for deed in ("see", "create", "edit", "delete")} == (
            dict.fromkeys(("see", "create", "edit", "delete"), "own")
        )
    assert keep(cast.ann)["name"] == "Deals"


def test_a_definition_is_kept_in_one_form_and_what_cannot_be_read_is_refused(cast):
    row = keep(cast.ada, definition='{ "object" : "deal", "chart": "table", "where": "status.is:open" }')

    assert row["object"] == "deal"
    assert json.loads(row["definition"]) == {
        "object": "deal",
        "measures": [{"kind": "count"}],
        "where": "status.is:open",
    }
    for wrong in ("", "[]", "{", '{"object": "deal", "chart": "magic"}', '{"object":"deal","where":"("}'):
        with pytest.raises(Invalid):
            keep(cast.ada, definition=wrong)


def test_tiles_are_kept_within_the_width_and_a_layout_is_undone_as_a_whole(cast):
    tiles = [{"key": "a", "x": 10, "y": 0, "w": 6, "h": 3, "ask": ASK}, {"key": "b", "y": 3, "report": 7}]
    row = board(cast.ada, tiles=json.dumps(tiles))
    kept = json.loads(row["tiles"])
    moved = change(row, cast.ada, tiles=json.dumps([{**kept[0], "y": 8}, kept[1]]))

    assert [(tile["key"], tile["x"], tile["w"]) for tile in kept] == [("a", 6, 6), ("b", 0, 6)]
    assert [tile["key"] for tile in json.loads(moved["tiles"])] == ["b", "a"]
    undo.entry(Entry.objects.latest("id").pk, by=cast.ada, at=NOON)
    back = read.get(row.type, row.id, by=cast.ada)
    assert back["tiles"] == row["tiles"]
    for wrong in ("{}", '[{"key":"a"},{"key":"a"}]', '[{"key":"a","x":"1"}]', '[{"key":"a","report":"7"}]'):
        with pytest.raises(Invalid):
            change(back, cast.ada, tiles=wrong)


def test_a_role_is_given_a_dashboard_by_who_may_publish(cast):
    with pytest.raises(Invalid):
        board(cast.ada, role="representative")
    with pytest.raises(Invalid):
        board(cast.max, role="nobody")
    assert board(cast.max, role="representative", audience="everyone")["role"] == "representative"


def test_the_period_of_a_dashboard_is_one_that_reports_know(cast):
    for span in ("this_month", "last_12_months", "2026-01-01..2026-03-31"):
        assert board(cast.ada, span=span)["span"] == span
    for wrong in ("someday", "2026-13-01..2026-14-01"):
        with pytest.raises(Invalid):
            board(cast.ada, span=wrong)


def test_two_people_who_change_the_same_report_do_not_lose_each_others_work(cast):
    row = keep(cast.ada, audience="team", editors="audience")
    change(row, cast.ben, name="Ben's")

    with pytest.raises(Conflict):
        change(row, cast.ada, name="Ada's")
