"""Every field type, against the type matrix."""

import json
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest

from odnos.objects import fields as f
from odnos.objects.fields import Field, Invalid
from odnos.objects.registry import registry
from tests.contract.matrix import CTX, EMPTY, MATRIX, Case, Kind

CASES = [
    pytest.param(kind.field, case, id=f"{name}-{number}")
    for name, kind in MATRIX.items()
    for number, case in enumerate(kind.cases)
]
KINDS = [pytest.param(kind, id=name) for name, kind in MATRIX.items()]


def test_every_field_type_has_a_row_in_the_matrix():
    folder = Path(f.__file__).parent
    modules = [import_module(f"odnos.objects.fields.{path.stem}") for path in folder.glob("*.py")]
    classes = {
        item
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type) and issubclass(item, Field) and item is not Field
    }

    assert {item.kind for item in classes} == set(MATRIX)
    assert {field.kind for object_type in registry for field in object_type.all_fields} <= set(MATRIX)


@pytest.mark.parametrize(("field", "case"), CASES)
def test_a_value_reads_the_same_everywhere(field: Field, case: Case):
    value = field.parse(case.raw, CTX)

    assert value == case.value
    assert field.json(value) == case.json
    assert field.text(value, CTX) == case.text
    assert field.csv(value, CTX) == case.csv
    assert str(field.html(value, CTX)) == case.html


@pytest.mark.parametrize(("field", "case"), CASES)
def test_a_value_survives_every_way_around(field: Field, case: Case):
    value = field.parse(case.raw, CTX)

    assert field.parse(value, CTX) == value
    assert field.parse(field.json(value), CTX) == value
    assert field.parse(json.loads(json.dumps(field.json(value))), CTX) == value
    if field.columns:
        assert field.value(field.store(value)) == value
        assert set(field.store(value)) == set(field.columns)
    assert not field.is_empty(value)


@pytest.mark.parametrize("kind", KINDS)
def test_empty_values_are_kept_as_empty(kind: Kind):
    if kind.field.kind == "rank":  # a place is never empty
        return
    for raw in EMPTY:
        value = kind.field.parse(raw, CTX)
        if kind.field.kind != "boolean":
            assert kind.field.is_empty(value), raw
            assert kind.field.text(value, CTX) == ""
            assert str(kind.field.html(value, CTX)) in ("", '<span class="prose"></span>')
        if kind.field.columns:
            assert kind.field.value(kind.field.store(value)) == value
        assert kind.field.parse(kind.field.json(value), CTX) == value


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_that_cannot_be_taken_is_refused_with_a_sentence(kind: Kind):
    for raw in kind.refused:
        with pytest.raises(Invalid) as refusal:
            kind.field.parse(raw, CTX)
        assert str(refusal.value.message).endswith("."), raw


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_json_can_say_breaks_a_field(kind: Kind):
    strange = [
        {}, [], [[]], [{}], {"a": 1}, [None], 0, -1, 1.5, True, False, "x" * 300, "\ufeff", "🙂", 10**30, -(10**30),
        {"amount": []}, {"amount": {}}, {"id": []}, [{"id": {}}], [{"id": 1, "role": []}], {"city": []},
        {"object": [], "id": 1}, [1, 2, 3], ["deal", "x"], {"sha256": []}, {"currency": 5, "amount": 5},
        "9" * 50, "-0", "1" * 5000, {"sha256": "a" * 64, "size": "9" * 5000},
    ]  # fmt: skip
    for raw in strange:
        try:
            value = kind.field.parse(raw, CTX)
        except Invalid:
            continue
        json.dumps(kind.field.json(value))
        kind.field.text(value, CTX)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_true_of_what_comes_out(kind: Kind):
    validator = pytest.importorskip("jsonschema_rs").validator_for(kind.field.schema())

    for case in kind.cases:
        assert validator.is_valid(case.json), case.json
    assert validator.is_valid(kind.field.json(kind.field.parse(None, CTX)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_control_gives_back_what_it_was_given(kind: Kind):
    """The value, put into the control's form, comes back as the same value."""
    if kind.field.kind == "file":
        return
    from django.http import QueryDict

    for case in kind.cases:
        form = QueryDict(mutable=True)
        reader = Controls(form)
        reader.feed(str(kind.field.widget(kind.field.parse(case.raw, CTX), CTX)))
        value = kind.field.parse(kind.field.from_form(form), CTX)
        if kind.field.kind == "links":  # a control of links keeps ids; the roles are chosen beside it
            assert [item.id for item in value] == [item.id for item in case.value]
        elif (
            kind.field.kind == "multi_choice"
        ):  # a browser sends the chosen ones in the order they are offered
            assert set(value) == set(case.value)
        elif kind.field.kind == "moment":
            assert abs(value - case.value).total_seconds() < 60
        else:
            assert value == case.value


class Controls(HTMLParser):
    """Fills a form as a browser would."""

    def __init__(self, form) -> None:
        super().__init__(convert_charrefs=True)
        self.form, self.name, self.text, self.select = form, None, "", None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "input" and given.get("name"):
            if given.get("type") != "checkbox" or "checked" in given:
                self.form.appendlist(given["name"], given.get("value") or "")
        elif tag == "textarea":
            self.name, self.text = given["name"], ""
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and self.select and "selected" in given:
            self.form.appendlist(self.select, given["value"])

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.form.appendlist(self.name, self.text.removeprefix("\n"))
        elif tag == "select":
            self.select = None
