"""Which layout a reader is shown, and what becomes of fields that a drawing does not know or that are gone."""

import dataclasses
import json

import pytest

from odnos.engine.access.models import RoleDefinition
from odnos.engine.custom import actions, layout_actions, layouts
from odnos.engine.custom.layout_object import LAYOUT
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")


def drawing(*panels, **parts):
    named = [{"name": name, "fields": list(fields), "columns": 2} for name, *fields in panels]
    return json.dumps({"panels": named, **parts})


def draw(cast, written, *, role="", key="company", version=None):
    saved = layout_actions.save(key, role, written, version=version, by=cast.dora, at=NOON)
    definitions.refresh()
    return saved


def test_without_a_drawing_everybody_is_shown_what_the_object_declares(cast):
    layout = layouts.of(COMPANY, by=cast.ada)

    assert layout.panels == COMPANY.layout.panels
    assert layout.key == ("industry", "address", "owner")
    assert layout.card == ("industry", "owner")
    assert layout.quick == COMPANY.layout.quick


def test_a_role_is_shown_its_own_layout_and_others_that_of_all(cast):
    draw(cast, drawing(("All", "name")))
    draw(cast, drawing(("Leads", "phone")), role="manager")

    assert layouts.of(COMPANY, by=cast.max).panels[0].title == "Leads"
    assert layouts.of(COMPANY, by=cast.ada).panels[0].title == "All"


def test_what_the_drawing_does_not_know_stands_in_more_fields_and_what_was_put_away_does_not(cast):
    declared = [name for name in COMPANY.drawn.fields if name not in ("name", "founded", "size")]
    draw(cast, drawing(("Front", "name"), unused=declared))

    shown = [(str(panel.title), panel.fields) for panel in layouts.of(COMPANY, by=cast.ada).panels]

    assert shown == [("Front", ("name",)), ("More fields", ("size", "founded"))]


def test_an_added_field_joins_the_panel_of_its_section(cast, add_field):
    draw(cast, drawing(("Fleet", "name"), unused=list(COMPANY.drawn.fields[1:])))
    add_field("company", "number", "Vans", section="Fleet")
    add_field("company", "number", "Cows")

    shown = [(str(panel.title), panel.fields) for panel in layouts.of(COMPANY, by=cast.ada).panels]

    assert shown == [("Fleet", ("name", "vans")), ("More fields", ("cows",))]


def test_an_archived_field_is_left_out_and_comes_back_to_its_place(cast, add_field):
    field = add_field("company", "number", "Vans")
    draw(cast, drawing(("Front", "name", "vans", "phone"), card=["vans", "owner"]))
    actions.archive(field.id, by=cast.dora, at=NOON)
    definitions.refresh()
    without = layouts.of(COMPANY, by=cast.ada)
    actions.restore(field.id, by=cast.dora, at=NOON)
    definitions.refresh()
    layout = layouts.of(COMPANY, by=cast.ada)

    assert (without.panels[0].fields, without.card) == (("name", "phone"), ("owner",))
    assert (layout.panels[0].fields, layout.card) == (("name", "vans", "phone"), ("vans", "owner"))


def test_a_required_field_is_asked_for_even_if_the_drawing_leaves_it_out(cast, add_field):
    add_field("company", "text", "Tax office", is_required=True)
    draw(cast, drawing(("Front", "name"), quick=["phone", "created_at"]))

    assert layouts.of(COMPANY, by=cast.ada).quick == ("phone", "name", "tax_office")


def test_what_a_new_deal_gets_by_itself_is_not_asked_for(cast):
    assert layouts.of(registry.get("deal"), by=cast.ada).quick == registry.get("deal").layout.quick
    assert layouts.of(registry.get("deal_line"), by=cast.ada).quick == (
        "product",
        "quantity",
        "unit_price",
        "discount",
    )


def test_related_lists_stand_in_the_drawn_order_without_the_hidden_ones(cast):
    lists = [
        {"object": "deal", "through": "company", "columns": ["name", "closes_on"]},
        {"object": "contact", "through": "company", "columns": [], "hidden": True},
    ]
    draw(cast, drawing(("Front", "name"), related=lists))

    shown = [(item.object, item.columns) for item in layouts.of(COMPANY, by=cast.ada).related]

    assert shown[:3] == [
        ("deal", ("name", "closes_on")),
        ("order", ("number", "placed_at", "total")),
        ("company", ("name", "industry")),
    ]
    assert "contact-company" not in {f"{item.object}-{item.through}" for item in shown_related(cast)}


def shown_related(cast):
    return layouts.of(COMPANY, by=cast.ada).related


def test_a_title_is_shown_in_the_language_of_the_reader(cast):
    from django.utils import translation

    panel = {"name": "Contract", "name_sl": "Pogodba", "fields": ["name"]}
    draw(cast, json.dumps({"panels": [panel]}))

    with translation.override("sl"):
        assert str(layouts.of(COMPANY, by=cast.ada).panels[0].title) == "Pogodba"
    with translation.override("ru"):
        assert str(layouts.of(COMPANY, by=cast.ada).panels[0].title) == "Contract"


WRONG = [
    ("nonsense", "This is no layout: it is not JSON."),
    ("[]", "This is no layout: it is not JSON."),
    ('{"panels": 1}', "This is no layout: panels."),
    ('{"panels": [{"name": " ", "fields": []}]}', "Every panel needs a title."),
    ('{"panels": [{"name": "A", "columns": 4}]}', "A panel has one, two or three columns."),
    ('{"panels": [{"name": "A", "columns": true}]}', "A panel has one, two or three columns."),
    ('{"panels": [{"name": "A", "fields": ["fax"]}]}', "There is no field “fax”."),
    ('{"card": ["name", "name"]}', "The field “name” stands in two places."),
    (drawing(("A", "name"), ("B", "name")), "The field “name” stands in two places."),
    (drawing(("A", "name"), unused=["name"]), "The field “name” stands in two places."),
    ('{"related": [{"object": "moon", "through": "x"}]}', "There is no kind of record “moon”."),
    ('{"related": [{"object": "deal"}]}', "This is no layout: related."),
]


@pytest.mark.parametrize(("written", "said"), WRONG)
def test_a_mistake_in_a_drawing_is_told_and_nothing_is_kept(cast, written, said):
    with pytest.raises(Invalid) as refusal:
        draw(cast, written)

    assert [str(reason) for reason in refusal.value.errors["drawing"]] == [said]
    assert read.query(LAYOUT, by=cast.dora, at=NOON).rows == []


@pytest.mark.parametrize("key", ["user", "layout", "moon", ""])
def test_only_what_people_work_with_has_a_layout(cast, key):
    with pytest.raises(Invalid) as refusal:
        write.create(LAYOUT, {"object": key, "drawing": "{}"}, by=cast.dora, at=NOON)

    assert "object" in refusal.value.errors


def test_nobody_but_an_administrator_draws(cast):
    with pytest.raises(PermissionError):
        layout_actions.save("company", "", drawing(("A", "name")), version=None, by=cast.max, at=NOON)

    assert read.query(LAYOUT, by=cast.dora, at=NOON).rows == []


def test_two_administrators_at_once_are_told(cast):
    first = draw(cast, drawing(("A", "name")))
    draw(cast, drawing(("B", "name")), version=first.version)

    with pytest.raises(Conflict):
        draw(cast, drawing(("C", "name")), version=first.version)
    with pytest.raises(Conflict):  # one who began before there was any
        draw(cast, drawing(("D", "name")), version=None)
    assert layouts.of(COMPANY, by=cast.ada).panels[0].title == "B"


def test_a_saved_layout_is_taken_back_and_so_is_the_return_to_the_standard(cast):
    first = draw(cast, drawing(("A", "name")))
    second = draw(cast, drawing(("B", "name")), version=first.version)
    undo.change_set(second.change_set, by=cast.dora, at=NOON)
    definitions.refresh()
    assert layouts.of(COMPANY, by=cast.ada).panels[0].title == "A"

    taken = layout_actions.reset("company", "", by=cast.dora, at=NOON)
    definitions.refresh()
    assert layouts.of(COMPANY, by=cast.ada).panels == COMPANY.layout.panels
    undo.change_set(taken, by=cast.dora, at=NOON)
    definitions.refresh()
    assert layouts.of(COMPANY, by=cast.ada).panels[0].title == "A"


def test_a_layout_is_copied_to_a_role_in_place_of_what_it_had(cast):
    draw(cast, drawing(("A", "name")))
    draw(cast, drawing(("M", "name")), role="manager")

    layout_actions.copy("company", "", "manager", by=cast.dora, at=NOON)
    definitions.refresh()

    assert layouts.of(COMPANY, by=cast.max).panels[0].title == "A"


def test_the_standard_written_as_a_drawing_says_the_same(cast, add_field):
    add_field("company", "number", "Vans", section="Fleet")
    usual = layouts.of(COMPANY, by=cast.ada)
    draw(cast, layout_actions.written("company", ""))

    layout = layouts.of(COMPANY, by=cast.ada)

    assert [(str(panel.title), panel.fields) for panel in layout.panels] == [
        (str(panel.title), panel.fields) for panel in usual.panels
    ]
    assert (layout.key, layout.card, layout.quick) == (usual.key, usual.card, usual.quick)
    assert layout.related == usual.related


def test_a_field_hidden_from_a_role_stands_nowhere_for_its_people_and_stays_in_the_drawing(cast):
    lists = [{"object": "deal", "through": "company", "columns": ["name", "amount"]}]
    written = drawing(
        ("Front", "name", "phone"), key=["phone"], card=["phone"], quick=["phone"], related=lists
    )
    draw(cast, written)
    for key, name in (("company", "phone"), ("deal", "amount")):
        right = {"object": key, "field": name, "role": "analyst", "may_see": False, "may_edit": False}
        write.create(registry.get("field_right"), right, by=cast.dora, at=NOON)
    definitions.refresh()

    layout = layouts.of(COMPANY, by=cast.ann)

    assert (layout.panels[0].fields, layout.key, layout.card, layout.quick) == (("name",), (), (), ("name",))
    assert layout.related[0].columns == ("name",)
    assert layouts.of(COMPANY, by=cast.ada).panels[0].fields == ("name", "phone")
    assert layouts.of(COMPANY, by=cast.ada).related[0].columns == ("name", "amount")


def test_a_role_is_shown_the_layout_of_the_nearest_role_it_follows_from(cast):
    analyst = RoleDefinition.objects.get(code="analyst").pk
    write.create(registry.get("role"), {"name": "Trainee", "parent": analyst}, by=cast.dora, at=NOON)
    draw(cast, drawing(("All", "name")))
    trainee = dataclasses.replace(cast.ada, role="trainee")
    assert layouts.of(COMPANY, by=trainee).panels[0].title == "All"

    draw(cast, drawing(("Analysts", "name")), role="analyst")
    assert layouts.of(COMPANY, by=trainee).panels[0].title == "Analysts"

    draw(cast, drawing(("Trainees", "name")), role="trainee")
    assert layouts.of(COMPANY, by=trainee).panels[0].title == "Trainees"
    assert layouts.drawn_roles("company") == {"", "analyst", "trainee"}


def test_a_kind_of_record_that_was_added_has_a_layout_too(cast, add_object, add_field):
    key = add_object("Machine", "Machines")
    add_field(key, "number", "Power")
    add_field(key, "text", "Colour")
    machine = registry.get(key)
    panel = drawing(("Data", "colour", machine.title), quick=["power"], card=["power"])

    draw(cast, panel, key=key)
    layout = layouts.of(machine, by=cast.ada)

    assert layout.panels[0].fields[:2] == ("colour", machine.title)
    assert "power" in {name for panel in layout.panels[1:] for name in panel.fields}
    assert (layout.card, layout.quick) == (("power",), ("power", machine.title))
