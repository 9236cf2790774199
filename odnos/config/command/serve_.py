"""`odnos serve`: web, worker and schedule under one supervisor."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from odnos.config import environment
from odnos.config.command.demo_ import sign_ins
from odnos.config.processes import compiled, pending, supervisor
from odnos.config.processes.bond import PARENT

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--host", default=os.environ.get("ODNOS_HOST", "127.0.0.1"), help="address to listen on"
    )
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--demo", action="store_true", help="fill an empty database with a demo company")


def run(given: argparse.Namespace) -> int:
    data = environment.data_folder()
    host = "127.0.0.1" if given.host == "localhost" else given.host
    if not supervisor.can_listen(host, given.port):
        print(f"odnos: port {given.port} is taken; choose another: PORT={given.port + 1}", file=sys.stderr)
        return 1
    os.environ |= {"PORT": str(given.port), "ODNOS_HOST": host, **compiled.environment(data)}
    if _must_prepare(data, demo=given.demo) and (code := _prepare(demo=given.demo)):
        print("odnos: the database could not be made ready; nothing was started", file=sys.stderr)
        return code
    if host not in LOOPBACK and (data / "demo.json").exists():
        print("odnos: the demo company listens on this machine alone (127.0.0.1)", file=sys.stderr)
        return 1
    children = [
        supervisor.Child("web", "odnos.config.processes.web"),
        supervisor.Child("worker", "odnos.config.processes.jobs"),
        supervisor.Child("analytics", "odnos.config.processes.analytics"),
    ]
    reach = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104
    return supervisor.Supervisor(children, os.environ).run(
        when_up=lambda: _greet(data, given.port), is_up=lambda: supervisor.listens(reach, given.port)
    )


def _must_prepare(data: Path, *, demo: bool) -> bool:
    if _is_behind(data):
        return True
    return demo and not (data / "demo.json").exists() and not (data / "started").exists()


def _is_behind(data: Path) -> bool:
    """Whether the database lacks migrations. PostgreSQL's is asked by a process that takes its driver with it when it ends."""
    if not os.environ.get("DATABASE_URL"):
        return pending.is_pending(data / "odnos.sqlite3")
    command = [sys.executable, "-m", pending.__name__]
    return subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode != pending.CURRENT


def _prepare(*, demo: bool) -> int:
    command = [sys.executable, "-m", "odnos.config.processes.prepare", *(["--demo"] if demo else [])]
    try:
        return subprocess.run(command, env={**os.environ, PARENT: str(os.getpid())}, check=False).returncode
    except KeyboardInterrupt:
        return 130


def _greet(data: Path, port: int) -> None:
    (data / "started").touch()
    url = os.environ.get("ODNOS_URL", f"http://localhost:{port}")
    print(f"\n  Odnos runs at {url}\n", flush=True)
    if (data / "demo.json").exists():
        print("\n".join(sign_ins(data)))
    else:
        print(
            "  The first visit makes the administrator; after that, sign in with the e-mail and password chosen there."
        )
    print("  Ctrl-C stops it.\n", flush=True)
