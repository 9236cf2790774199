"""The web process: a master that loads the application once and forks the workers, which share it in memory."""

import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from odnos.config.processes import bond

YEAR = 31_536_000


def main() -> None:
    """Serve pages and the API at ODNOS_HOST:PORT until told to stop."""
    bond.die_with_parent()
    parent = os.getpid()
    os.register_at_fork(after_in_child=_be_stoppable)

    application = _load()

    def in_the_worker() -> Any:
        bond.die_with_forker(parent)
        return application

    _server(in_the_worker)


def _be_stoppable() -> None:
    """Drop the parent's handlers, which would swallow a SIGTERM that comes before the worker has its own."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _load() -> Any:
    """Import all that a request may need. No connection is opened and no thread begun: neither would outlive a fork."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    from django.urls import get_resolver

    from odnos.config.wsgi import application

    get_resolver().url_patterns  # noqa: B018 - import every page before the first visit
    gc.collect()
    gc.freeze()  # what was loaded stays: a collector that looked at it again would copy it into every worker
    return application


def _server(loader: Callable[[], Any]) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    static = Path(__file__).resolve().parents[2] / "web" / "static"
    static.mkdir(exist_ok=True)
    Server(
        "odnos",
        address=os.environ.get("ODNOS_HOST", "127.0.0.1"),
        port=int(os.environ.get("PORT") or 8000),
        interface=Interfaces.WSGI,
        workers=int(os.environ.get("ODNOS_WORKERS", "2")),
        blocking_threads=int(os.environ.get("ODNOS_THREADS", "4")),
        blocking_threads_idle_timeout=300,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=15,
        static_path_route=["/static"],
        static_path_mount=[static],
        static_path_expires=YEAR,  # names carry the hash of their content
    ).serve(target_loader=loader, wrap_loader=False)


if __name__ == "__main__":
    main()
