"""The analytics process as it runs: it answers over a socket, follows what is written, and is killed without a loss."""

import threading
import time
from decimal import Decimal

import pytest

from odnos.analytics.store.answer import Cancelled, StoreError, TookTooLong, Unavailable
from odnos.analytics.store.asking import Behind
from odnos.analytics.store.places import SOCKET

ENDLESS = "SELECT count(*) FROM range(100000000) AS a, range(100000) AS b WHERE a.range * b.range = -1"
PATIENCE = 60


@pytest.fixture
def running(live):
    """An installation with its web and analytics processes, and the way to ask."""
    live.start("analytics")
    store = Behind(live.data / SOCKET)
    wait_for(lambda: is_there(store))
    return live, store


@pytest.fixture
def standing(shared_live):
    """The same, for tests that leave it as it is."""
    if "analytics" not in shared_live.processes:
        shared_live.start("analytics")
    store = Behind(shared_live.data / SOCKET)
    wait_for(lambda: is_there(store))
    return shared_live, store


def wait_for(holds):
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def is_there(store):
    try:
        return bool(store.ask("SELECT count(*) FROM company").rows)
    except Unavailable:
        return False


def number(store):
    [(count,)] = store.ask("SELECT count(*) FROM company").rows
    return count


def add_company(live, token, name):
    status, _body = live.api("POST", "/companies", token=token, body={"name": name})
    assert status == 201


def test_what_is_written_is_counted_without_anybody_asking_for_it(running):
    live, store = running
    before, token = number(store), live.token()
    add_company(live, token, "Weaving Ltd")

    wait_for(lambda: number(store) == before + 1)


def test_nothing_is_lost_when_the_process_is_killed(running):
    live, store = running
    before, token = number(store), live.token()
    for place in range(12):
        add_company(live, token, f"Company {place}")
        if place % 4 == 3:
            live.kill("analytics")
            with pytest.raises(Unavailable):
                store.ask("SELECT 1")
            live.start("analytics")

    wait_for(lambda: is_there(store) and number(store) == before + 12)
    [(names,)] = store.ask("SELECT count(DISTINCT name) FROM company WHERE name LIKE 'Company %'").rows
    assert names == 12


def test_a_question_is_given_up_in_time_and_cancelled_by_its_ticket(standing):
    _live, store = standing
    with pytest.raises(TookTooLong):
        store.ask(ENDLESS, seconds=0.5)

    ended = []

    def ask():
        try:
            store.ask(ENDLESS, seconds=PATIENCE, ticket="mine")
        except StoreError as refusal:
            ended.append(type(refusal))

    asking = threading.Thread(target=ask)
    asking.start()
    while asking.is_alive():
        store.cancel("mine")
        asking.join(0.2)

    assert ended == [Cancelled]


def test_parameters_and_answers_keep_their_types_over_the_socket(standing):
    _live, store = standing
    given = {"amount": Decimal("0.0001"), "words": ["it's", "ж"], "yes": True, "none": None}

    answer = store.ask(
        "SELECT $amount + 1 AS a, list_contains($words, 'ж') AS b, $yes AS c, $none AS d", given
    )

    assert answer.rows == [(Decimal("1.0001"), True, True, None)]
    assert answer.as_of.tzinfo is not None


def test_a_question_reads_no_file_and_changes_nothing(standing):
    live, store = standing
    secret = live.data / "secret.txt"
    secret.write_text("password")
    for sql in (
        f"SELECT * FROM read_text('{secret}')",
        f"COPY company TO '{live.data / 'out.csv'}'",
        "DELETE FROM company",
        "INSERT INTO company (id) VALUES (1)",
        "SELECT 1; DROP TABLE company",
        "COMMIT; DROP TABLE company",
        "SET enable_external_access = true",
        "ATTACH '/tmp/other.duckdb'",
    ):
        with pytest.raises(StoreError):
            store.ask(sql)

    assert number(store) >= 0
    assert not (live.data / "out.csv").exists()


def test_nobody_else_may_ask(standing):
    live, _store = standing

    assert (live.data / SOCKET).stat().st_mode & 0o777 == 0o600


def test_a_deep_folder_is_no_obstacle(running):
    live, _store = running
    deep = live.data / "/".join(["a-rather-long-name-of-a-folder"] * 6)
    deep.mkdir(parents=True)
    live.stop("analytics")
    (deep / SOCKET).symlink_to(live.data / SOCKET)
    live.start("analytics")
    store = Behind(deep / SOCKET)

    wait_for(lambda: is_there(store))
    assert len(str(deep / SOCKET)) > 108


def test_a_store_that_is_not_there_says_so(tmp_path):
    with pytest.raises(Unavailable):
        Behind(tmp_path / SOCKET).ask("SELECT 1")


def test_questions_that_were_put_together_are_each_answered(standing):
    _live, store = standing
    first, refused = store.begin("SELECT 1"), store.begin("SELECT nothing_such")
    last = store.begin("SELECT $a", {"a": Decimal("2.5")})

    assert last().rows == [(Decimal("2.5"),)]
    with pytest.raises(StoreError):
        refused()
    assert first().rows == [(1,)]
