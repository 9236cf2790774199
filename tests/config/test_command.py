"""The command says in a sentence what it cannot do, and why."""

import os
import subprocess
import sys

import pytest

COMMANDS = {
    "demo": ["demo"],
    "user": ["user", "list"],
    "token": ["token", "create", "--user", "ada@odnos.example"],
    "export": ["export", "--object", "company", "--as", "ada@odnos.example"],
}


def odnos(*arguments, **environment):
    command = [sys.executable, "-m", "odnos.config.command", *arguments]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ODNOS_", "DATABASE"))}
    return subprocess.run(command, env={**kept, **environment}, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_database_without_tables_is_to_be_migrated_first(name, tmp_path):
    refused = odnos(*COMMANDS[name], ODNOS_DATA=str(tmp_path / "data"))

    assert refused.returncode == 1
    assert refused.stderr == "odnos: the database is not of this version yet; run `odnos migrate` first\n"


@pytest.mark.parametrize("name", ["migrate", "serve"])
def test_a_database_out_of_reach_is_said_to_be(name, tmp_path):
    nobody = "postgresql://nobody@127.0.0.1:1/nothing"

    refused = odnos(name, ODNOS_DATA=str(tmp_path), DATABASE_URL=nobody, ODNOS_PATIENCE="0.1", PORT="0")

    assert refused.returncode == 1
    assert "\nodnos: The database does not answer: " in "\n" + refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "setting, said",
    [
        ({"PORT": "abc"}, "PORT is 'abc'; a number is needed"),
        ({"ODNOS_PATIENCE": "long"}, "ODNOS_PATIENCE is 'long'; a number is needed"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL starts with 'mysql'; only postgresql:// is known"),
        ({"ODNOS_DATA": "/dev/null/x"}, "the folder of the data cannot be made: "),
    ],
)
@pytest.mark.parametrize("name", ["serve", "check"])
def test_what_cannot_be_in_the_environment_is_named(name, setting, said, tmp_path):
    refused = odnos(name, **{"ODNOS_DATA": str(tmp_path), **setting})

    assert refused.returncode == 2
    assert refused.stderr.startswith(f"odnos: {said}")
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_has_seen_enough_is_no_mistake(tmp_path):
    command = f"{sys.executable} -u -m odnos.config.command check | head -1"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ODNOS_", "DATABASE"))}

    done = subprocess.run(
        ["bash", "-c", command],
        env={**kept, "ODNOS_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.startswith("ok ")
    assert done.stderr == ""
