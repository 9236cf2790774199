"""A configuration goes round: written, applied where nothing is, and written again it is the same text."""

import json

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.configuration import export
from odnos.engine.records import read, undo, write
from odnos.engine.tables import definitions
from odnos.engine.views import saved
from odnos.objects.registry import registry
from tests.configuration.company import applied, build, elsewhere, field, one, planned, text_of
from tests.people import NOON, Cast


def test_written_applied_and_written_again_it_is_the_same_text(cast: Cast):
    text = elsewhere(cast.dora, cast.teams["South"])
    assert "c_machine" not in registry

    result = applied(text, cast.dora)

    assert text_of(cast.dora) == text
    assert (result.warnings, result.views) == ([], 1)
    assert registry.get("c_machine").field("serial_number").unique
    kept = saved.of("deal", by=cast.ada)[0]
    assert kept.filter == f"stage.is:{one('stage', cast.dora, 'Offer/price').id},owner.is:me"


def test_applied_twice_it_changes_nothing(cast: Cast):
    build(cast.dora, cast.teams["South"])
    text = text_of(cast.dora)
    before = Entry.objects.count(), ChangeSet.objects.count()

    result = applied(text, cast.dora)

    assert planned(text, cast.dora).is_empty
    assert (result.change_set, result.number) == (None, 0)
    assert (Entry.objects.count(), ChangeSet.objects.count()) == before


def test_the_file_is_sorted_names_no_number_and_no_person(cast: Cast):
    build(cast.dora, cast.teams["South"])
    text = text_of(cast.dora)
    whole = json.loads(text)

    assert text == json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert whole["definitions"]["view"] == [
        {
            "columns": ["name", "fee"],
            "filter": "stage.is:@Ovens/Offer%2Fprice,owner.is:me",
            "name": "In offer",
            "object": "deal",
            "sort": "-fee",
        }
    ]
    assert [item["name"] for item in whole["definitions"]["pipeline"][0]["stages"]] == [
        "First call",
        "Offer/price",
        "Won",
        "Lost",
    ]
    assert "@odnos.example" not in text
    assert "Ada" not in text


def test_one_undo_takes_all_of_it_back_but_the_views(cast: Cast):
    before = text_of(cast.dora)
    result = applied(elsewhere(cast.dora, cast.teams["South"]), cast.dora)

    undone = undo.change_set(result.change_set, by=cast.dora, at=NOON)
    definitions.refresh()
    saved.delete(saved.of("deal", by=cast.dora)[0].pk, by=cast.dora, at=NOON)

    assert undone.kept == []
    assert text_of(cast.dora) == before
    assert "c_machine" not in registry


def test_what_was_put_away_comes_back_as_the_file_has_it(cast: Cast):
    made = field(cast.dora, name="Union id", object="company", kind="text", help="Eight digits")
    text = text_of(cast.dora)
    write.update(registry.get("custom_field"), made.id, {"help": "Ten"}, version=None, by=cast.dora, at=NOON)
    write.delete_one(registry.get("custom_field"), made.id, by=cast.dora, at=NOON)

    [step] = [step for step in planned(text, cast.dora).steps if step.status == "back"]
    applied(text, cast.dora)

    assert (step.name, dict(step.changes)) == (("company", "union_id"), {"help": ("Ten", "Eight digits")})
    assert read.get(registry.get("custom_field"), made.id, by=cast.dora)["help"] == "Eight digits"
    assert text_of(cast.dora) == text


def test_formulas_find_one_another_in_whichever_order_they_stand(cast: Cast):
    fields = [
        {"object": "deal", "code": "twice", "name": "Twice", "kind": "formula", "formula": "base * 2"},
        {"object": "deal", "code": "base", "name": "Base", "kind": "formula", "formula": "probability + 1"},
    ]
    result = applied(file_of(custom_field=fields), cast.dora)

    assert (result.number, [item.name for item in registry.get("deal").added]) == (2, ["twice", "base"])


@pytest.mark.parametrize("who", ["ada", "max", "ann"])
def test_only_administrators_take_it_along_or_bring_it_in(cast: Cast, who: str):
    text = text_of(cast.dora)
    with pytest.raises(Denied):
        export.export(by=getattr(cast, who), at=NOON)
    with pytest.raises(Denied):
        planned(text, getattr(cast, who))
    with pytest.raises(Denied):
        applied(text, getattr(cast, who))


def file_of(**definitions_) -> str:
    return json.dumps(
        {"odnos": "configuration", "format": 1, "version": "0.1.0", "definitions": definitions_}
    )
