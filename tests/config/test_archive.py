"""A backup holds everything, and a damaged one is refused before anything is changed."""

import gzip
import subprocess
import sys
import tarfile

import pytest


@pytest.fixture
def source(live_template, tmp_path):
    copy = live_template.copy(tmp_path / "source")
    (copy.folder / "files").mkdir()
    (copy.folder / "files" / "offer.txt").write_bytes(b"\x00hello")
    yield copy
    copy.drop()


@pytest.fixture
def target(live_template, tmp_path):
    """An installation with nothing in it, not even tables."""
    from tests.templates import Template, administer

    folder = tmp_path / "target"
    folder.mkdir()
    made = Template(folder)
    if made.on_postgres:
        administer(f'CREATE DATABASE "{made.name}"')
    yield made
    made.drop()


def odnos(installation, *arguments):
    command = [sys.executable, "-m", "odnos.config.command", *map(str, arguments)]
    environment = {key: value for key, value in installation.environment.items() if key != "ODNOS_SECRET_KEY"}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_backup_comes_back_whole(source, target, tmp_path):
    file = tmp_path / "b.tar.gz"
    made = odnos(source, "backup", file)
    assert made.returncode == 0, made.stderr
    assert file.stat().st_mode & 0o777 == 0o600

    restored = odnos(target, "restore", file)
    assert restored.returncode == 0, restored.stderr
    assert (target.folder / "files" / "offer.txt").read_bytes() == b"\x00hello"
    assert odnos(target, "user", "list").stdout == odnos(source, "user", "list").stdout
    assert len(odnos(target, "user", "list").stdout.splitlines()) == 6


def test_a_backup_is_not_restored_over_an_installation_in_use(source, tmp_path):
    file = tmp_path / "b.tar.gz"
    odnos(source, "backup", file)
    before = odnos(source, "user", "list").stdout

    refused = odnos(source, "restore", file)

    assert refused.returncode == 1
    assert "nothing was restored" in refused.stderr
    assert odnos(source, "user", "list").stdout == before


@pytest.mark.parametrize("damage", ["cut", "flip", "not a backup"])
def test_a_damaged_backup_is_refused_and_nothing_is_changed(damage, source, target, tmp_path):
    file = tmp_path / "b.tar.gz"
    odnos(source, "backup", file)
    whole = file.read_bytes()
    content = bytearray(gzip.decompress(whole))
    content[len(content) // 3] ^= 0xFF
    damaged = {
        "cut": whole[: len(whole) // 2],
        "flip": gzip.compress(bytes(content), 1),
        "not a backup": b"PK\x03\x04",
    }
    file.write_bytes(damaged[damage])

    refused = odnos(target, "restore", file)

    assert refused.returncode == 1
    assert "nothing was restored" in refused.stderr
    assert list(target.folder.iterdir()) == []


def test_a_backup_never_overwrites_a_file(source, tmp_path):
    file = tmp_path / "b.tar.gz"
    file.write_text("mine")

    assert odnos(source, "backup", file).returncode == 1
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name, kind", [("../outside", tarfile.REGTYPE), ("secret.key", tarfile.SYMTYPE)])
def test_what_has_no_place_in_a_backup_is_written_nowhere(name, kind, target, tmp_path):
    file, member = tmp_path / "b.tar.gz", tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    with tarfile.open(file, "w:gz") as tar:
        tar.addfile(member)

    refused = odnos(target, "restore", file)

    assert refused.returncode == 1
    assert "has no place in it" in refused.stderr
    assert list(target.folder.iterdir()) == []
    assert not (target.folder.parent / "outside").exists()


def test_the_key_stays_secret_when_it_is_restored(source, target, tmp_path):
    file = tmp_path / "b.tar.gz"
    odnos(source, "backup", file)

    odnos(target, "restore", file)

    assert (target.folder / "secret.key").stat().st_mode & 0o777 == 0o600
