"""A temporary PostgreSQL server for the tests, run by an unprivileged user and gone when they end."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools import provision

SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "64MB",
    "jit": "off",
    "timezone": "UTC",
}


@dataclass
class Server:
    """A running server; `url` is the address of an empty database on it."""

    folder: Path
    process: subprocess.Popen[bytes] | None = None
    settings: dict[str, str] = field(default_factory=lambda: dict(SETTINGS))

    @property
    def url(self) -> str:
        return f"postgresql://odnos@/odnos?host={self.folder}"

    def start(self) -> None:
        """Start it, or start it again after a stop."""
        flags = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        command = [
            str(_binaries() / "postgres"),
            "-D",
            str(self.folder / "data"),
            "-k",
            str(self.folder),
            *flags,
        ]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                command, stdout=log, stderr=log, preexec_fn=_die_with_us, **_as_user()
            )
        self._wait()

    def stop(self, number: int = signal.SIGINT) -> None:
        """Stop it fast (SIGINT), or as a crash would (SIGQUIT); the folder goes when `close` is called."""
        if self.process is not None:
            self.process.send_signal(number)
            self.process.wait(120)
            self.process = None

    def close(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait(self) -> None:
        import psycopg

        end = time.monotonic() + 120
        while True:
            try:
                psycopg.connect(f"host={self.folder} user=odnos dbname=postgres").close()
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return


def start(folder: Path | None = None, **settings: str) -> Server:
    """Make and start a server with one empty database, or start again the one that is kept in `folder`.

    Brings PostgreSQL first if the machine has none.
    """
    if provision.postgres_folder() is None:
        provision.bring(["postgresql"])
    _offer_tools()
    if folder and (folder / "data").exists():
        server = Server(folder, settings={**SETTINGS, **settings})
        server.start()
        return server
    folder = folder or Path(tempfile.mkdtemp(prefix="odnos-pg-", dir="/tmp"))  # sockets need a short path
    folder.mkdir(parents=True, exist_ok=True)
    user = _as_user()
    if user:
        shutil.chown(folder, user["user"], user["group"])
    initdb = [
        str(_binaries() / "initdb"),
        "-D",
        str(folder / "data"),
        "-U",
        "odnos",
        "--auth=trust",
        "--no-sync",
    ]
    subprocess.run([*initdb, "--encoding=UTF8", "--locale=C.UTF-8"], check=True, capture_output=True, **user)
    server = Server(folder, settings={**SETTINGS, **settings})
    server.start()
    _make_database(server)
    return server


def _make_database(server: Server) -> None:
    import psycopg

    with psycopg.connect(f"host={server.folder} user=odnos dbname=postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE odnos")


def _binaries() -> Path:
    folder = provision.postgres_folder()
    assert folder is not None, "PostgreSQL was just installed"
    return folder


def _offer_tools() -> None:
    """Put pg_dump and its like behind what is on the path, for backups."""
    folders = os.environ["PATH"].split(":")
    if str(_binaries()) not in folders:
        os.environ["PATH"] = ":".join([*folders, str(_binaries())])


def _as_user() -> dict[str, Any]:
    """Return how to start a process so that PostgreSQL accepts it: it refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in names else "nobody"
    return {"user": name, "group": pwd.getpwnam(name).pw_gid, "extra_groups": [], "cwd": "/"}


def _die_with_us() -> None:
    ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
