"""`odnos config` as people and scripts call it."""

import json

import pytest

from odnos.config.command import main
from odnos.engine.audit.models import ChangeSet
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.configuration.company import build, text_of

FEE = {"object": "deal", "code": "fee", "name": "Fee", "kind": "number"}


@pytest.fixture
def odnos(cast, tmp_path, capsys):
    """Run a command; return its exit code, what it printed, and what it complained of."""

    def call(*arguments, file=None):
        if file is not None:
            (tmp_path / "in.json").write_text(json.dumps(file))
            arguments = (*arguments[:2], str(tmp_path / "in.json"), *arguments[2:])
        code = main(list(arguments))
        said = capsys.readouterr()
        definitions.refresh()
        return code, said.out, said.err

    return call


def file_of(**found):
    return {"odnos": "configuration", "format": 1, "version": "0.1.0", "definitions": found}


def test_export_writes_what_the_page_gives(odnos, cast, tmp_path):
    build(cast.dora, cast.teams["South"])

    assert odnos("config", "export", str(tmp_path / "out.json")) == (0, "", "")
    assert (tmp_path / "out.json").read_text() == text_of(cast.dora)
    assert odnos("config", "export")[1] == text_of(cast.dora)


def test_a_dry_run_tells_and_changes_nothing(odnos, cast):
    code, out, err = odnos("config", "apply", "--dry-run", file=file_of(custom_field=[FEE]))

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "+ custom_field deal/fee",
        "1 definitions would be applied; nothing was changed",
    ]
    assert "fee" not in registry.get("deal").by_name
    assert not ChangeSet.objects.exists()


def test_apply_works_in_the_name_of_an_administrator_and_tells_what_changed(odnos, cast):
    odnos("config", "apply", file=file_of(custom_field=[FEE]))
    _code, out, _err = odnos("config", "apply", file=file_of(custom_field=[{**FEE, "unit": "%"}]))

    assert out.splitlines()[:2] == ["~ custom_field deal/fee", '    unit: null → "%"']
    assert registry.get("deal").field("fee").unit == "%"
    assert {made.actor_id for made in ChangeSet.objects.all()} == {cast.dora.user_id}


def test_what_is_only_here_goes_when_asked(odnos, cast):
    odnos("config", "apply", file=file_of(custom_field=[FEE]))
    code, out, _err = odnos("config", "apply", "--archive", file=file_of(custom_field=[]))

    assert (code, out.splitlines()) == (0, ["- custom_field deal/fee", "1 definitions applied"])
    assert "fee" not in registry.get("deal").by_name


def test_a_bad_file_a_stranger_and_a_missing_file_are_told_with_an_exit_code(odnos, cast):
    bad = file_of(custom_field=[{**FEE, "colour": "red"}])
    assert odnos("config", "apply", file=bad)[::2] == (
        1,
        "odnos config apply: definitions.custom_field[0].colour: There is no such field.\n",
    )
    assert odnos("config", "apply", "--as", "ada@odnos.example", file=file_of())[0] == 1
    assert odnos("config", "apply", "--as", "nobody@odnos.example", file=file_of())[0] == 1
    assert odnos("config", "apply", "/nowhere/at/all.json")[0] == 1
