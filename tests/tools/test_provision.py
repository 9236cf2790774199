"""What the tests need comes to whoever runs them, with the rights they have."""

import subprocess

import pytest

from tools import provision, unpack


@pytest.fixture
def unpacked(tmp_path, monkeypatch):
    """A folder with a PostgreSQL that says where it looks for its libraries."""
    home = tmp_path / ".tools"
    for name, value in {"HOME": home, "SYSTEM": home / "system", "BIN": home / "bin"}.items():
        monkeypatch.setattr(unpack, name, value)
    program = unpack.SYSTEM / "usr/lib/postgresql/15/bin/initdb"
    (unpack.SYSTEM / "usr/lib/x86_64-linux-gnu").mkdir(parents=True)
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\necho "$LD_LIBRARY_PATH" "$@"\n')
    program.chmod(0o755)
    return home


def test_a_program_that_was_unpacked_finds_its_libraries(unpacked):
    unpack.make_commands()

    said = subprocess.run([unpack.BIN / "initdb", "a b"], capture_output=True, text=True, check=True).stdout

    assert said == f"{unpack.SYSTEM}/usr/lib/x86_64-linux-gnu a b\n"
    assert unpack.is_unpacked("initdb")
    assert not unpack.is_unpacked("chromium")


@pytest.mark.parametrize(
    "before, done", [([], "installed"), (["sudo", "-n", "-E"], "installed"), (None, "unpacked")]
)
def test_packages_are_installed_by_who_may_and_unpacked_for_others(before, done, monkeypatch):
    did = []
    monkeypatch.setattr(provision, "elevated", lambda: before)
    monkeypatch.setattr(provision, "install", lambda packages, with_: did.append(("installed", packages)))
    monkeypatch.setattr(unpack, "unpack", lambda packages: did.append(("unpacked", packages)))

    provision.bring(["chromium"])

    assert did == [(done, ["chromium"])]


def test_what_cannot_be_had_is_named(monkeypatch):
    monkeypatch.setattr(provision, "missing", lambda: ["postgresql", "chromium"])
    monkeypatch.setattr(provision, "bring", lambda packages: subprocess.run(["false"], check=True))

    with pytest.raises(SystemExit) as refused:
        provision.main()

    assert str(refused.value).endswith("apt install postgresql chromium")
