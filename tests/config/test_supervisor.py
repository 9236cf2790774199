"""One command starts everything, restarts what dies, leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.templates import free_port

pytestmark = pytest.mark.faults


def children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *children(child)]
    return found


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def wait_until(condition, seconds=120):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def answers(port):
    import urllib.error
    import urllib.request

    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/static/nothing", timeout=2)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.fixture
def served(live_template, tmp_path):
    copy = live_template.copy(tmp_path / "data")
    environment = {**copy.environment, "PORT": str(free_port()), "ODNOS_WORKERS": "2"}
    log = tmp_path / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "odnos.config.command", "serve"], env=environment, stdout=out, stderr=out
        )
    process.port, process.log = int(environment["PORT"]), log
    wait_until(lambda: answers(process.port) and len(children(process.pid)) == 5)
    yield process
    left = children(process.pid) if process.poll() is None else []
    for pid in [process.pid, *left]:
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)
    process.wait()
    copy.drop()


def test_ctrl_c_stops_everything_cleanly(served):
    family = children(served.pid)
    assert len(family) == 5  # web, its two workers, the worker, the analytical store

    served.send_signal(signal.SIGINT)

    assert served.wait(120) == 0
    assert [pid for pid in family if is_running(pid)] == []
    assert served.log.read_text().endswith("odnos: stopped\n")


def test_a_killed_supervisor_leaves_no_orphan(served):
    family = children(served.pid)

    served.kill()

    wait_until(lambda: not any(is_running(pid) for pid in family))


def test_whatever_is_killed_comes_back(served):
    direct = [pid for pid in children(served.pid) if os.getpgid(pid) == pid]
    for pid in direct:
        os.kill(pid, signal.SIGKILL)

    wait_until(lambda: not any(is_running(pid) for pid in direct))
    wait_until(lambda: len(children(served.pid)) == 5 and answers(served.port))


def test_a_killed_web_worker_comes_back(served):
    workers = [pid for pid in children(served.pid) if os.getpgid(pid) != pid]
    assert len(workers) == 2
    os.kill(workers[0], signal.SIGKILL)

    wait_until(lambda: len(set(children(served.pid)) - set(workers)) == 3)
    wait_until(lambda: answers(served.port))


def test_a_taken_port_is_said(served, live_template):
    environment = {**live_template.environment, "PORT": str(served.port)}
    command = [sys.executable, "-m", "odnos.config.command", "serve"]
    second = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert second.returncode == 1
    assert f"port {served.port} is taken" in second.stderr
