"""The files of the embedded store: the one that is answered from, and those that are being filled beside it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from pathlib import Path

import duckdb
import pyarrow as pa

from odnos.analytics.store.duck import Duck, insert
from odnos.analytics.store.engine import Engine
from odnos.analytics.store.places import NAME

PART = 100_000


class Taken(RuntimeError):
    """Another process has the store open."""


class Filed(Duck):
    """The store in `folder`. Its name `analytics.duckdb` leads to the file in use: renaming that link swaps stores at once."""

    def __init__(self, folder: Path, *, memory: int = 512, threads: int = 2, name: str = "") -> None:
        self.folder = folder
        link = folder / NAME
        path = folder / name if name else target(link)
        super().__init__(path, memory=memory, threads=threads)
        path.chmod(0o600)

    def fresh(self) -> Filed:
        """Return an empty store in a file of its own."""
        clear(self.folder, keep=self.path)
        return Filed(self.folder, memory=self.memory // 2, threads=self.threads, name=new_name())

    def adopt(self, fresh: Engine) -> None:
        """Answer from the other file, and remove the one that was answered from; questions under way end in peace."""
        assert isinstance(fresh, Filed)
        fresh._base.cursor().execute("CHECKPOINT")
        fresh._base.cursor().execute(
            f"SET memory_limit = '{self.memory}MB'"
        )  # filling takes less than asking
        assert fresh.path
        lead(self.folder / NAME, fresh.path.name)
        self._connections, self.path, self._looked = fresh._connections, fresh.path, {}
        clear(self.folder, keep=self.path)

    def forget(self) -> None:
        """Write what there is into a new file: in the old one, rows that were deleted still have their bytes."""
        with self._writing:
            beside = self.fresh()
            made = (
                self._base.cursor()
                .execute("SELECT table_name, sql FROM duckdb_tables() ORDER BY 1")
                .fetchall()
            )
            for name, creation in made:
                _carry(self._base.cursor(), beside._base.cursor(), name, creation)
            self.adopt(beside)


def _carry(old: duckdb.DuckDBPyConnection, new: duckdb.DuckDBPyConnection, name: str, creation: str) -> None:
    new.execute(creation.replace("CREATE TABLE", "CREATE OR REPLACE TABLE", 1))
    for part in old.sql(f'SELECT * FROM "{name}"').to_arrow_reader(PART):
        insert(new, name, pa.Table.from_batches([part]))


def hold(folder: Path) -> int:
    """Take the store of a folder for this process, for as long as the file that is returned stays open. Raises Taken."""
    file = os.open(folder / "analytics.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise Taken from None
    return file


def target(link: Path) -> Path:
    """Return the file that is in use; a new one, to which the link then leads, where there is none."""
    if not link.exists():
        lead(link, new_name())
    return link.parent / link.readlink()


def new_name() -> str:
    return f"analytics-{secrets.token_hex(4)}.duckdb"


def lead(link: Path, name: str) -> None:
    """Let the link lead to the file `name`, from one moment to the next."""
    draft = link.with_suffix(".link")
    draft.unlink(missing_ok=True)
    draft.symlink_to(name)
    draft.replace(link)


def clear(folder: Path, *, keep: Path | None) -> None:
    """Remove the files of stores that are not in use, such as one whose filling was broken off."""
    for found in folder.glob("analytics-*.duckdb*"):
        if keep is None or not found.name.startswith(keep.name):
            if found.is_dir():  # what a question had put there when its process was killed
                shutil.rmtree(found, ignore_errors=True)
                continue
            with contextlib.suppress(FileNotFoundError):
                found.unlink()
