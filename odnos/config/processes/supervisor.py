"""Starts the processes, restarts what dies, stops them cleanly. It imports no Django and stays light."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from odnos.config.processes.bond import PARENT

PATIENCE = 20.0  # seconds a process may take to finish its work in flight
HEAD_START = 5.0
CALM = 60.0  # failures older than this are forgotten


@dataclass
class Child:
    """One supervised process in a process group of its own."""

    name: str
    module: str
    process: subprocess.Popen[bytes] | None = None
    failures: list[float] = field(default_factory=list)
    restart_at: float = 0.0

    def start(self, environment: Mapping[str, str]) -> None:
        command = [sys.executable, "-m", self.module]
        self.process = subprocess.Popen(command, env=environment, process_group=0, stdin=subprocess.DEVNULL)

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self, now: float) -> float:
        """Clear up what the dead process left behind; return the seconds until the next attempt."""
        self.signal_group(signal.SIGKILL)  # its own children would keep the port
        self.process = None
        self.failures = [moment for moment in self.failures if now - moment < CALM] + [now]
        pause = float(min(0.25 * 2 ** len(self.failures), 15.0))
        self.restart_at = now + pause
        return pause

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def stop(self, until: float) -> None:
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.1, until - time.monotonic()))
        self.signal_group(signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Runs `children` until it is told to stop by SIGINT or SIGTERM."""

    def __init__(self, children: list[Child], environment: Mapping[str, str]) -> None:
        self.children = children
        self.environment = {**environment, "MALLOC_ARENA_MAX": "2", PARENT: str(os.getpid())}
        self.stopping = False

    def run(self, *, when_up: Callable[[], None], is_up: Callable[[], bool]) -> int:
        """Start the first child and then the others, call `when_up` once `is_up()` says so, and stay until stopped. Returns the exit code."""
        signal.signal(signal.SIGINT, self._stop)
        signal.signal(signal.SIGTERM, self._stop)
        self.children[0].start(self.environment)
        for child in self.children[
            1:
        ]:  # they follow when the first is up, so that it has the processor to itself
            child.restart_at = time.monotonic() + HEAD_START
        announced = False
        while not self.stopping:
            if not announced and is_up():
                announced = True
                when_up()
                for child in self.children:
                    child.restart_at = 0.0
            self._look_after()
            time.sleep(0.2 if announced else 0.05)
        self._end()
        return 0

    def _stop(self, *_: object) -> None:
        self.stopping = True

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.has_died():
                code = child.process.returncode if child.process else None
                pause = child.plan_restart(now)
                print(
                    f"odnos: {child.name} ended ({code}), again in {pause:g} s", file=sys.stderr, flush=True
                )
            elif child.process is None and now >= child.restart_at:
                child.start(self.environment)

    def _end(self) -> None:
        print("odnos: stopping, work in flight is being finished", file=sys.stderr, flush=True)
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                child.process.terminate()
        until = time.monotonic() + PATIENCE
        for child in self.children:
            child.stop(until)
        print("odnos: stopped", file=sys.stderr, flush=True)


def listens(host: str, port: int) -> bool:
    """Tell whether somebody accepts connections at that address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.settimeout(0.2)
        return probe.connect_ex((host, port)) == 0


def can_listen(host: str, port: int) -> bool:
    """Tell whether the address is free for us."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True
