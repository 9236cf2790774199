"""What a file would change: told before anything is written, attribute by attribute; and done in order, or not at all."""

import json

import pytest

from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.configuration import apply
from odnos.engine.configuration.broken import Broken
from odnos.engine.custom import actions
from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.engine.views import saved
from odnos.objects.registry import registry
from tests.configuration.company import applied, build, field, make, one, planned, text_of
from tests.people import NOON, Cast


def file_of(**definitions) -> str:
    return json.dumps({"odnos": "configuration", "format": 1, "version": "0.1.0", "definitions": definitions})


def told(text: str, by) -> list[tuple]:
    plan = planned(text, by)
    return [
        (step.object, step.name, step.status) for step in (*plan.steps, *plan.views) if step.status != "same"
    ]


def test_new_changed_and_only_here_are_told_apart(cast: Cast):
    field(cast.dora, name="Fee", object="deal", kind="number", places=2)
    field(cast.dora, name="Old", object="deal", kind="text")
    text = file_of(
        custom_field=[
            {"object": "deal", "code": "fee", "name": "Fee", "kind": "number", "places": 2, "unit": "%"},
            {"object": "deal", "code": "site", "name": "Site", "kind": "text"},
        ]
    )

    plan = planned(text, cast.dora)

    assert told(text, cast.dora) == [
        ("custom_field", ("deal", "fee"), "changed"),
        ("custom_field", ("deal", "site"), "new"),
        ("custom_field", ("deal", "old"), "extra"),
    ]
    assert dict(plan.of("changed")[0].changes) == {"unit": (None, "%")}
    assert not plan.is_empty


def test_a_kind_that_the_file_does_not_speak_of_is_left_alone(cast: Cast):
    build(cast.dora, cast.teams["South"])

    assert told(file_of(custom_field=[]), cast.dora) != []
    assert told(file_of(), cast.dora) == []


def test_what_is_only_here_stays_unless_it_is_asked_for(cast: Cast):
    field(cast.dora, name="Old", object="deal", kind="text")

    applied(file_of(custom_field=[]), cast.dora)
    assert "old" in registry.get("deal").by_name
    result = applied(file_of(custom_field=[]), cast.dora, archive=True)

    assert (result.number, "old" in registry.get("deal").by_name) == (1, False)


def test_the_same_name_of_another_kind_is_a_conflict_and_nothing_is_written(cast: Cast):
    field(cast.dora, name="Fee", object="deal", kind="number")
    text = file_of(
        custom_field=[
            {"object": "deal", "code": "other", "name": "Other", "kind": "text"},
            {"object": "deal", "code": "fee", "name": "Fee", "kind": "text"},
        ]
    )
    before = Entry.objects.count(), ChangeSet.objects.count()

    [step] = planned(text, cast.dora).of("conflict")
    with pytest.raises(apply.Conflicting) as refusal:
        applied(text, cast.dora)

    assert (step.name, step.changes["kind"]) == (("deal", "fee"), ("number", "text"))
    assert "definitions.custom_field[1]" in str(refusal.value)
    assert (Entry.objects.count(), ChangeSet.objects.count()) == before
    assert "other" not in registry.get("deal").by_name


def test_a_mistake_in_the_middle_leaves_nothing_of_the_whole(cast: Cast):
    text = file_of(
        custom_object=[{"code": "boat", "name": "Boat", "name_many": "Boats"}],
        custom_field=[
            {"object": "c_boat", "code": "length", "name": "Length", "kind": "number"},
            {"object": "c_boat", "code": "odd", "name": "Odd", "kind": "formula", "formula": "length +"},
        ],
    )
    before = Entry.objects.count(), ChangeSet.objects.count()

    with pytest.raises(Broken) as refusal:
        applied(text, cast.dora)

    assert refusal.value.path == "definitions.custom_field[1].formula"
    assert (Entry.objects.count(), ChangeSet.objects.count(), "c_boat" in registry) == (*before, False)


def test_formulas_that_go_round_in_a_circle_are_refused(cast: Cast):
    fields = [
        {"object": "deal", "code": "a_one", "name": "A", "kind": "formula", "formula": "b_two + 1"},
        {"object": "deal", "code": "b_two", "name": "B", "kind": "formula", "formula": "a_one + 1"},
    ]
    with pytest.raises(Broken) as refusal:
        applied(file_of(custom_field=fields), cast.dora)

    assert refusal.value.path.startswith("definitions.custom_field[0]")
    assert "a_one" not in registry.get("deal").by_name


def test_a_rehearsal_meets_every_mistake_and_changes_nothing(cast: Cast):
    good = file_of(custom_field=[{"object": "deal", "code": "fee", "name": "Fee", "kind": "number"}])
    bad = file_of(custom_field=[{"object": "deal", "code": "Fee!", "name": "Fee", "kind": "number"}])

    assert applied(good, cast.dora, rehearse=True).number == 1
    with pytest.raises(Broken):
        applied(bad, cast.dora, rehearse=True)

    assert "fee" not in registry.get("deal").by_name
    assert not ChangeSet.objects.exists()


def test_a_pipeline_without_an_end_is_refused(cast: Cast):
    text = file_of(pipeline=[{"name": "Short", "stages": [{"name": "Begin", "kind": "open"}]}])

    with pytest.raises(Broken) as refusal:
        applied(text, cast.dora)

    assert refusal.value.path == "definitions.pipeline[0]"
    assert read.count(registry.get("pipeline"), by=cast.dora, at=NOON).number == 0


def test_a_stage_with_deals_is_not_archived_and_nothing_else_is_done(cast: Cast):
    build(cast.dora, cast.teams["South"])
    stage = one("stage", cast.dora, "First call")
    make("deal", cast.ada, name="Oven", stage=stage.id, pipeline=stage["pipeline"])
    stages = [
        {"name": name, "kind": kind} for name, kind in (("New", "open"), ("Won", "won"), ("Lost", "lost"))
    ]

    with pytest.raises(Broken) as refusal:
        applied(file_of(pipeline=[{"name": "Ovens", "stages": stages}]), cast.dora, archive=True)

    assert "stage Ovens/First call" in str(refusal.value)
    assert one("stage", cast.dora, "Offer/price")


def test_order_follows_the_file_and_is_left_alone_when_it_does_already(cast: Cast):
    for name in ("One", "Two", "Three"):
        field(cast.dora, name=name, object="deal", kind="text")
    text = text_of(cast.dora)
    whole = json.loads(text)
    whole["definitions"]["custom_field"].reverse()

    applied(json.dumps(whole), cast.dora)

    assert [item.name for item in registry.get("deal").added] == ["three", "two", "one"]
    assert planned(text_of(cast.dora), cast.dora).is_empty


def test_a_team_that_is_not_here_is_told_and_left_out(cast: Cast):
    text = file_of(territory=[{"code": "far", "name": "Far", "teams": ["North", "Nowhere"]}])

    [step] = planned(text, cast.dora).of("new")
    result = applied(text, cast.dora)

    assert step.warnings == ("Nowhere",)
    assert result.warnings == ["“Nowhere” is not here and is left out."]
    [territory] = read.query(registry.get("territory"), by=cast.dora, at=NOON).rows
    assert [item.id for item in territory["teams"]] == [cast.teams["North"]]


def test_what_names_a_person_or_a_record_stays_behind_and_is_told(cast: Cast):
    from odnos.engine.configuration import export

    saved.create("deal", "Ada's", by=cast.dora, audience="everyone", filter=f"owner.is:{cast.ada.user_id}")
    saved.create("deal", "Mine", by=cast.dora, audience="private")

    made = export.export(by=cast.dora, at=NOON)

    assert '"view": []' in made.text
    assert made.left == ["Deals · Ada's: It names a record or a person that is only here."]


def test_a_public_view_is_changed_in_place(cast: Cast):
    view = saved.create("deal", "Big", by=cast.dora, audience="everyone", sort="-amount")
    text = file_of(view=[{"object": "deal", "name": "Big", "sort": "amount"}])

    assert told(text, cast.dora) == [("view", ("deal", "Big"), "changed")]
    applied(text, cast.dora)

    assert saved.get(view.pk, by=cast.ada).sort == "amount"


def test_the_plan_has_another_mark_when_something_changed_meanwhile(cast: Cast):
    made = field(cast.dora, name="Fee", object="deal", kind="number")
    text = file_of(custom_field=[{"object": "deal", "code": "fee", "name": "Fees", "kind": "number"}])
    before = planned(text, cast.dora).fingerprint

    write.update(registry.get("custom_field"), made.id, {"unit": "%"}, version=None, by=cast.dora, at=NOON)

    assert planned(text, cast.dora).fingerprint != before


def test_a_condition_with_an_option_that_went_stays_behind_and_is_told(cast: Cast):
    from odnos.engine.configuration import export

    tier = field(
        cast.dora, [{"name": "Gold"}, {"name": "Silver"}], name="Tier", object="company", kind="choice"
    )
    for name in ("gold", "silver"):
        saved.create("company", name, by=cast.dora, audience="everyone", filter=f"any(tier.is:{name})")
    gold = actions.options_of(tier.id, by=cast.dora, at=NOON)[0]
    write.delete(registry.get("custom_option"), [gold.id], by=cast.dora, at=NOON)
    definitions.refresh()

    made = export.export(by=cast.dora, at=NOON)

    assert [view["name"] for view in json.loads(made.text)["definitions"]["view"]] == ["silver"]
    assert made.left == ["Companies · gold: It names an option that is offered no more."]
