"""Writers of one SQLite file take turns, threads and processes alike."""

import subprocess
import sys
import threading
import time

import pytest

from odnos.config.databases.sqlite.turn import TookTooLong, Turn

HOLDER = """
import sys
from odnos.config.databases.sqlite.turn import Turn
turn = Turn(sys.argv[1]); turn.take(5); print("held", flush=True); sys.stdin.readline(); turn.give_up()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process, which holds the turn until it is told to give it up."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def give_up(process):
    process.stdin.write("\n")
    process.stdin.flush()


def test_a_free_turn_is_taken_at_once(tmp_path):
    turn = Turn(str(tmp_path / "db"))
    turn.take(0)
    assert turn.held

    turn.give_up()
    assert not turn.held
    turn.close()


def test_a_turn_held_by_another_process_is_waited_for(tmp_path, holder):
    done = []
    waiting = threading.Thread(target=lambda: take_and_tell(str(tmp_path / "db"), done))
    waiting.start()
    with pytest.raises(TookTooLong):  # so the turn is held, and has been asked for
        Turn(str(tmp_path / "db")).take(0.1)
    assert done == []

    give_up(holder)
    waiting.join()

    assert done == ["held"]


def take_and_tell(path, done):
    turn = Turn(path)
    turn.take(60)
    done.append("held" if turn.held else "not held")
    turn.close()


def test_patience_ends_and_the_turn_is_not_left_behind_locked(tmp_path, holder):
    impatient = Turn(str(tmp_path / "db"))
    with pytest.raises(TookTooLong):
        impatient.take(0.1)
    assert not impatient.held

    give_up(holder)
    patient = Turn(str(tmp_path / "db"))
    patient.take(60)
    assert patient.held
    patient.give_up()
    impatient.take(60)
    assert impatient.held
    impatient.close()
    patient.close()


def test_a_killed_holder_frees_the_turn(tmp_path, holder):
    holder.kill()
    holder.wait()
    turn = Turn(str(tmp_path / "db"))

    turn.take(60)

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
