"""One file that holds a whole installation: database, files, key, and a manifest that proves they are complete."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from odnos.config import environment
from odnos.config.processes import pending

FORMAT = 1
MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"


class CannotArchive(RuntimeError):
    """Why a backup could not be made or taken; nothing was changed."""


def write(target: Path, *, at: dt.datetime) -> dict[str, Any]:
    """Write a backup to `target`, which must not exist, while everything goes on. Returns its manifest."""
    if target.exists():
        raise CannotArchive(f"{target} exists already")
    data = environment.data_folder()
    with tempfile.TemporaryDirectory(prefix="backup-", dir=data) as folder:
        parts = {
            part.name: part
            for part in [_dump(Path(folder)), data / "secret.key", data / "demo.json"]
            if part.exists()
        }
        for file in sorted(
            (data / "files").rglob("*")
        ):  # after the database: a file it names is in the backup
            if file.is_file():
                parts[str(file.relative_to(data))] = file
        manifest = _manifest(parts, at)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            _pack(draft, parts, manifest)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return manifest


def _manifest(parts: dict[str, Path], at: dt.datetime) -> dict[str, Any]:
    known = sorted(".".join(pair) for pair in pending.migrations_on_disk())
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "migrations": known,
        "parts": {n: _sha(p) for n, p in parts.items()},
    }


def _pack(draft: Path, parts: dict[str, Path], manifest: dict[str, Any]) -> None:
    with (
        os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw,
        tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as tar,
        tempfile.NamedTemporaryFile("w", suffix=".json") as described,
    ):
        for name, path in parts.items():
            tar.add(path, name)
        json.dump(manifest, described)
        described.flush()
        tar.add(described.name, MANIFEST)


def _dump(folder: Path) -> Path:
    url = os.environ.get("DATABASE_URL", "")
    return _dump_postgresql(url, folder / POSTGRESQL) if url else _dump_sqlite(folder / SQLITE)


def _dump_sqlite(target: Path) -> Path:
    source = environment.data_folder() / "odnos.sqlite3"
    if not source.exists():
        raise CannotArchive(f"there is no database at {source}")
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)
    live.close()
    copy.close()
    return target


def _dump_postgresql(url: str, target: Path) -> Path:
    _run([_tool("pg_dump"), "--format=custom", "--no-owner", f"--file={target}", f"--dbname={url}"])
    return target


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise CannotArchive(f"{name} is missing; install it: apt install postgresql-client")
    return found


def _run(command: list[str]) -> None:
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    if result.returncode:
        raise CannotArchive(f"{Path(command[0]).name}: {result.stderr.strip()}")


def _sha(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def restore(source: Path) -> dict[str, Any]:
    """Bring a backup into this installation, which must be empty. Verified as a whole before anything is put in place."""
    data = environment.data_folder()
    _refuse_unless_empty(data)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=data) as place:
        folder = Path(place)
        manifest = _unpack(source, folder)
        _verify(folder, manifest)
        _put_in_place(folder, data)
    return manifest


def _refuse_unless_empty(data: Path) -> None:
    if (data / "odnos.sqlite3").exists() and not os.environ.get("DATABASE_URL"):
        raise CannotArchive(f"{data} holds a database already; restore into an empty folder (ODNOS_DATA)")
    if (url := os.environ.get("DATABASE_URL")) and _has_tables(url):
        raise CannotArchive("the database of DATABASE_URL has tables already; restore into an empty one")


def _has_tables(url: str) -> bool:
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"
        ).fetchone()
    return bool(row and row[0])


def _unpack(source: Path, folder: Path) -> dict[str, Any]:
    try:
        with tarfile.open(source, "r:gz") as tar:
            _extract(tar, folder)
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (tarfile.TarError, OSError, EOFError, ValueError) as reason:
        raise CannotArchive(f"{source} is not a whole backup of Odnos: {reason}") from reason
    return manifest


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    """Write the files of the backup into `folder`. tarfile's own filters came after the Python of Debian 12."""
    for member in tar:
        target = (folder / member.name).resolve()
        content = tar.extractfile(member) if member.isfile() else None
        if content is None or not target.is_relative_to(folder.resolve()):
            raise tarfile.TarError(f"{member.name!r} has no place in it")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            shutil.copyfileobj(content, file)
        target.chmod(member.mode & 0o755)


def _verify(folder: Path, manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise CannotArchive(f"the backup has format {manifest['format']}; this version reads {FORMAT}")
    for name, sha in manifest["parts"].items():
        if not (folder / name).is_file() or _sha(folder / name) != sha:
            raise CannotArchive(f"{name} in the backup is damaged")
    known = {".".join(pair) for pair in pending.migrations_on_disk()}
    if unknown := sorted(set(manifest["migrations"]) - known):
        raise CannotArchive(f"the backup is of a newer version of Odnos ({unknown[-1]})")
    wanted = POSTGRESQL if os.environ.get("DATABASE_URL") else SQLITE
    if wanted not in manifest["parts"]:
        raise CannotArchive("the backup is of the other database: SQLite and PostgreSQL backups do not mix")
    if wanted == SQLITE:
        _verify_sqlite(folder / SQLITE)


def _verify_sqlite(database: Path) -> None:
    connection = sqlite3.connect(database)
    try:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    if answer != "ok":
        raise CannotArchive(f"the database in the backup is damaged: {answer}")


def _put_in_place(folder: Path, data: Path) -> None:
    """Files and key first; the database last, because it is what makes an installation."""
    if (folder / "files").exists():
        shutil.copytree(folder / "files", data / "files", dirs_exist_ok=True)
    for name in ("secret.key", "demo.json"):
        if (folder / name).exists():
            (folder / name).replace(data / name)
    if url := os.environ.get("DATABASE_URL"):
        restore_options = ["--no-owner", "--single-transaction", "--exit-on-error", f"--dbname={url}"]
        _run([_tool("pg_restore"), *restore_options, str(folder / POSTGRESQL)])
    else:
        (folder / SQLITE).replace(data / "odnos.sqlite3")
