"""Files that are no configuration, or a bad one: refused in a sentence, at the place where the mistake is."""

import json

import pytest

from odnos.engine.audit.models import ChangeSet
from odnos.engine.configuration import source
from odnos.engine.configuration.broken import Broken
from tests.people import NOON, Cast

HEAD = {"odnos": "configuration", "format": 1, "version": "0.1.0"}
FEE = {"object": "deal", "code": "fee", "name": "Fee", "kind": "number"}


def refusal(raw, by) -> Broken:
    with pytest.raises(Broken) as caught:
        source.load(raw if isinstance(raw, bytes) else json.dumps(raw).encode(), by.context(NOON))
    return caught.value


def whole(**definitions):
    return {**HEAD, "definitions": definitions}


@pytest.mark.parametrize(
    "raw, path",
    [
        (b"", "line 1"),
        (b'{"odnos":\n\n oops}', "line 3"),
        (b"\xff\xfe\x00", ""),
        (b"[" * 100_000, ""),
        (b'{"a":' * 900 + b"1" + b"}" * 900, ""),
        (b'{"odnos": "configuration", "odnos": "x"}', "odnos"),
        (b'{"odnos": "configuration", "format": NaN}', ""),
        (b"x" * (source.LARGEST + 1), ""),
        ([], "odnos"),
        ({"odnos": "backup"}, "odnos"),
        ({**HEAD, "format": "1", "definitions": {}}, "format"),
        ({**HEAD, "format": True, "definitions": {}}, "format"),
        ({**HEAD, "extra": 1, "definitions": {}}, "extra"),
        ({**HEAD, "definitions": []}, "definitions"),
        (HEAD, "definitions"),
    ],
)
def test_what_is_no_configuration_is_refused(cast: Cast, raw, path):
    assert refusal(raw, cast.dora).path == path


@pytest.mark.parametrize(
    "definitions, path",
    [
        ({"spell": []}, "definitions.spell"),
        ({"user": [{"name": "Eve"}]}, "definitions.user"),
        ({"custom_option": []}, "definitions.custom_option"),
        ({"custom_field": {}}, "definitions.custom_field"),
        ({"custom_field": ["fee"]}, "definitions.custom_field[0]"),
        ({"custom_field": [FEE, FEE]}, "definitions.custom_field[1]"),
        ({"custom_field": [{**FEE, "colour": "red"}]}, "definitions.custom_field[0].colour"),
        ({"custom_field": [{**FEE, "id": 7}]}, "definitions.custom_field[0].id"),
        ({"custom_field": [{**FEE, "position": 7}]}, "definitions.custom_field[0].position"),
        ({"custom_field": [{**FEE, "created_by": 1}]}, "definitions.custom_field[0].created_by"),
        ({"custom_field": [{**FEE, "name": {"en": "Fee"}}]}, "definitions.custom_field[0].name"),
        ({"custom_field": [{**FEE, "name": "x" * 101}]}, "definitions.custom_field[0].name"),
        ({"custom_field": [{**FEE, "places": "two"}]}, "definitions.custom_field[0].places"),
        ({"custom_field": [{**FEE, "places": 9}]}, "definitions.custom_field[0].places"),
        ({"custom_field": [{**FEE, "least": True}]}, "definitions.custom_field[0].least"),
        ({"custom_field": [{**FEE, "is_fast": 1}]}, "definitions.custom_field[0].is_fast"),
        ({"custom_field": [{**FEE, "kind": "spell"}]}, "definitions.custom_field[0].kind"),
        (
            {"custom_field": [{"object": "deal", "code": "fee", "kind": "text"}]},
            "definitions.custom_field[0].name",
        ),
        (
            {"custom_field": [{**FEE, "options": [{"code": "a"}]}]},
            "definitions.custom_field[0].options[0].name",
        ),
        (
            {
                "field_rule": [
                    {
                        "name": "R",
                        "object": "deal",
                        "condition": "fee.gt:1",
                        "effect": "required",
                        "targets": "x",
                        "code": "r",
                    }
                ]
            },
            "definitions.field_rule[0].targets",
        ),
        ({"layout": [{"object": "deal", "drawing": "{}"}]}, "definitions.layout[0].drawing"),
        ({"view": [{"object": "deal"}]}, "definitions.view[0].name"),
        ({"view": [{"object": "deal", "name": "A", "user_id": 1}]}, "definitions.view[0].user_id"),
        ({"view": [{"object": "deal", "name": "A", "columns": [1]}]}, "definitions.view[0].columns"),
    ],
)
def test_a_mistake_is_told_at_its_place(cast: Cast, definitions, path):
    assert refusal(whole(**definitions), cast.dora).path == path
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize("more", [{"format": 2}, {"version": "99.0"}, {"version": "0.10.0"}])
def test_a_file_of_a_newer_odnos_is_refused(cast: Cast, more):
    found = refusal({**whole(), **more}, cast.dora)

    assert found.path == "version"
    assert "newer Odnos" in str(found)


def test_a_file_of_an_older_one_is_read(cast: Cast):
    raw = json.dumps({**whole(), "version": "0.0.9"}).encode()

    assert source.load(raw, cast.dora.context(NOON)).given == {}
