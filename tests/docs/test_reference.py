"""The documentation says what the program does."""

import json
import re
from pathlib import Path

from odnos.config import command, reference
from odnos.config.reference import filters
from odnos.objects.action import actions
from odnos.objects.registry import registry
from tools import docs

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = re.compile(
    r"""environ(?:\.get)?[\[(]\s*["'](ODNOS_[A-Z_]+|PORT|DATABASE_URL)["']|flag\(["'](ODNOS_[A-Z_]+)["']"""
)
INTERNAL = {"ODNOS_BENCH", "ODNOS_PARENT", "ODNOS_TESTS"}
"""Set by our own processes for one another."""


def test_the_reference_pages_are_current():
    assert docs.stale() == []


def test_links_between_pages_lead_somewhere():
    assert docs.broken_links() == []


def test_every_object_field_action_and_command_stands_in_the_reference():
    pages = reference.pages()

    for object_type in registry:
        assert f"Key `{object_type.key}`" in pages["objects.md"]
        for field in object_type.all_fields:
            assert f"`{field.name}`" in pages["objects.md"]
            assert f"## {field.kind.replace('_', '-')}\n" in pages["fields.md"]
        for action in actions.of(object_type.key):
            assert f"`{action.name}`" in pages["actions.md"]
    for name in command.COMMANDS:
        assert f"## odnos {name}\n" in pages["commands.md"]


def test_every_operator_is_explained():
    used = {name for object_type in registry for field in object_type.all_fields for name in field.operators}

    assert used == set(filters.OPERATORS)


def test_every_setting_from_the_environment_is_documented():
    from odnos.config.reference.settings import SETTINGS

    read: set[str] = set()
    for path in (ROOT / "odnos").rglob("*.py"):
        for found in ENVIRONMENT.findall(path.read_text()):
            read |= set(filter(None, found))

    assert read - INTERNAL - set(SETTINGS) == set()


def test_the_description_of_the_api_is_json_and_names_every_object():
    from odnos.api.openapi.document import document

    found = json.loads(json.dumps(document()))

    for object_type in registry:
        assert f"/{object_type.plural_key}" in found["paths"]
    assert len(
        {
            item["operationId"]
            for path in found["paths"].values()
            for item in path.values()
            if isinstance(item, dict)
        }
    ) == sum(isinstance(item, dict) for path in found["paths"].values() for item in path.values())
