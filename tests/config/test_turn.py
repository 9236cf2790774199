"""Writers of one SQLite file take turns, threads and processes alike."""

import subprocess
import sys
import threading
import time

import pytest

from odnos.config.databases.sqlite.turn import TookTooLong, Turn

HOLDER = """
import sys, time
from odnos.config.databases.sqlite.turn import Turn
turn = Turn(sys.argv[1]); turn.take(5); print("held", flush=True); time.sleep(float(sys.argv[2])); turn.give_up()
"""


@pytest.fixture
def holder(tmp_path):
    """Start another process that holds the turn for some seconds."""
    running = []

    def hold(seconds):
        command = [sys.executable, "-c", HOLDER, str(tmp_path / "db"), str(seconds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in running:
        process.kill()
        process.wait()


def test_a_free_turn_is_taken_at_once(tmp_path):
    turn = Turn(str(tmp_path / "db"))
    turn.take(0)
    assert turn.held

    turn.give_up()
    assert not turn.held
    turn.close()


def test_a_turn_held_by_another_process_is_waited_for(tmp_path, holder):
    holder(0.3)
    turn = Turn(str(tmp_path / "db"))
    start = time.monotonic()
    turn.take(5)

    assert time.monotonic() - start > 0.1
    turn.close()


def test_patience_ends_and_the_turn_is_not_left_behind_locked(tmp_path, holder):
    holder(0.6)
    impatient = Turn(str(tmp_path / "db"))
    with pytest.raises(TookTooLong):
        impatient.take(0.1)
    assert not impatient.held

    patient = Turn(str(tmp_path / "db"))
    patient.take(5)
    assert patient.held
    patient.give_up()
    impatient.take(1)
    assert impatient.held
    impatient.close()
    patient.close()


def test_a_killed_holder_frees_the_turn(tmp_path, holder):
    process = holder(60)
    process.kill()
    process.wait()
    turn = Turn(str(tmp_path / "db"))

    turn.take(1)

    assert turn.held
    turn.close()


def test_threads_of_one_process_exclude_one_another(tmp_path):
    inside, most, lock = [0], [0], threading.Lock()

    def write():
        turn = Turn(str(tmp_path / "db"))
        for _ in range(50):
            turn.take(10)
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.0005)
            with lock:
                inside[0] -= 1
            turn.give_up()
        turn.close()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most[0] == 1
