"""Installations that are made once and copied for each test: a data folder and its database."""

from __future__ import annotations

import os
import shutil
import socket
import urllib.parse
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from odnos.config import environment
from tests import people
from tests.loaded import Loaded


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Template:
    """A data folder and its database, which can be copied while nobody uses it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.name = f"live_{uuid.uuid4().hex[:12]}"
        self.environment = {
            **os.environ,
            "ODNOS_DATA": str(folder),
            "PORT": str(free_port()),
            "ODNOS_POOL": "4",
            "ODNOS_WORKERS": "1",  # each takes a second to load
            "ODNOS_HOSTS": "localhost 127.0.0.1",
        }
        self.environment.pop("ODNOS_URL", None)
        if "DATABASE_URL" in os.environ:
            self.environment["DATABASE_URL"] = _with_name(os.environ["DATABASE_URL"], self.name)

    @property
    def on_postgres(self) -> bool:
        return "DATABASE_URL" in self.environment

    def make(self, blocker: Any) -> None:
        """Make the database and its tables."""
        from odnos.config.command import migrate_

        if self.on_postgres:
            administer(f'CREATE DATABASE "{self.name}"')
        with blocker.unblock(), self.connected():
            migrate_.migrate()

    def people(self, blocker: Any) -> None:
        """Put the cast into it."""
        with blocker.unblock(), self.connected():
            people.build_cast()

    def copy(self, where: Path | Place) -> Template:
        """Make a twin in a folder that is not there yet, or in a place that is there for one after the other."""
        twin = where if isinstance(where, Place) else Template(where)
        folder = twin.folder
        folder.mkdir(parents=True)
        if self.on_postgres:
            administer(f'CREATE DATABASE "{twin.name}" TEMPLATE "{self.name}"')
        else:
            shutil.copy(self.folder / "odnos.sqlite3", folder / "odnos.sqlite3")
        return twin

    def drop(self) -> None:
        if self.on_postgres:
            administer(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Put the test's own connection on this database."""
        from django.db import connections

        connection = connections["default"]
        before = connection.settings_dict
        name = self.name if self.on_postgres else str(self.folder / "odnos.sqlite3")
        _reconnect(connection, {**before, "NAME": name})
        try:
            yield
        finally:
            _reconnect(connection, before)


class Place(Template):
    """A template's copy that is made again and again, with one loaded process for its web processes and workers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.loaded = Loaded(self.environment.copy())

    def drop(self) -> None:
        super().drop()
        shutil.rmtree(self.folder)


def _reconnect(connection: Any, settings: dict[str, Any]) -> None:
    connection.close()
    connection.settings_dict = settings
    if hasattr(connection, "_turn"):
        connection._turn = None


def _with_name(url: str, name: str) -> str:
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(path=f"/{name}"))


def administer(statement: str) -> None:
    import psycopg

    options = environment.database_options(os.environ["DATABASE_URL"])
    address = {
        "host": options["HOST"],
        "port": options["PORT"],
        "user": options["USER"],
        "password": options["PASSWORD"],
    }
    given = {name: value for name, value in address.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as connection:  # type: ignore[arg-type]
        connection.execute(statement.encode())
