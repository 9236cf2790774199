"""Letters and a server that speaks SMTP: taken, refused, asked to come again, over TLS."""

import datetime as dt

import pytest

import odnos.channels.email.jobs  # noqa: F401 -- the worker knows the job
from odnos.channels.email import composing, sending
from odnos.channels.email.server import NoServer, parse
from odnos.engine.outbox import jobs, queue, running
from odnos.engine.outbox.models import Job
from odnos.lib import letters
from odnos.lib.letters import Letter, Piece
from tests.channels.email.postbox import HOST, PASSWORD, Postbox, authenticator, certificate, opened, port_of

NOON = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def server(postbox):
    there = opened(postbox)
    yield there
    there.stop()


@pytest.fixture
def configured(server, settings):
    settings.SMTP_URL = f"smtp://{HOST}:{port_of(server)}"
    settings.MAIL_FROM = "odnos@firm.example"


def letter(**more):
    said = {
        "key": "report:1@2026-03-02",
        "to": "ada@odnos.example",
        "name": "Ada",
        "subject": "Отчёт: čšž",
        "text": "Привет",
    }
    return Letter(**{**said, **more})


def worked(at=NOON):
    """Let the worker take what is ready."""
    lane = queue.Lane(long=True, long_names=[letters.JOB])
    for claim in queue.claim("here:1:x", lane, at=at, lease=running.LEASE, limit=9):
        running.run(claim, now=lambda: at)


def put(said, at=NOON):
    return jobs.enqueue(letters.JOB, {"letter": said.to_json()}, at=at, key=f"mail:{said.key}")


def test_a_letter_comes_as_it_was_written(configured, postbox, db):
    pieces = (
        Piece("chart.png", "image/png", PNG, cid="chart"),
        Piece("отчёт.csv", "text/csv; charset=utf-8", b"a;b\r\n"),
    )
    put(
        letter(
            html='<p>Привет <img src="cid:chart"></p>',
            pieces=pieces,
            headers={"List-Unsubscribe": "<https://x.example/1>"},
        )
    )

    worked()

    [message] = postbox.messages
    files = {part.get_filename(): part.get_content() for part in message.walk() if part.get_filename()}
    assert (message["subject"], message["to"], message["auto-submitted"]) == (
        "Отчёт: čšž",
        "Ada <ada@odnos.example>",
        "auto-generated",
    )
    assert message["from"].addresses[0].addr_spec == "odnos@firm.example"
    assert message["list-unsubscribe"] == "<https://x.example/1>"
    assert message.get_body(("plain",)).get_content() == "Привет\r\n"
    assert "cid:chart" in message.get_body(("html",)).get_content()
    assert files["chart.png"] == PNG
    assert "отчёт.csv" in files
    assert [part["content-id"] for part in message.walk() if part["content-id"]] == ["<chart>"]
    assert Job.objects.get().state == "done"


def test_whoever_asks_to_come_again_gets_it_later_and_once(configured, postbox, db):
    postbox.later = 2
    put(letter())

    worked()
    waiting = Job.objects.get()
    worked(NOON + dt.timedelta(minutes=1))
    worked(NOON + dt.timedelta(minutes=5))

    assert (waiting.state, waiting.run_at > NOON) == ("ready", True)
    assert "451 4.7.1 Greylisted, come again" in waiting.error
    assert (len(postbox.tries), len(postbox.messages)) == (3, 1)
    assert Job.objects.get().state == "done"


def test_what_is_refused_for_good_is_dead_at_once_with_the_words_of_the_server(configured, postbox, db):
    put(letter(to="nobody@odnos.example"))

    worked()
    worked(NOON + dt.timedelta(days=1))

    dead = Job.objects.get()
    assert (dead.state, dead.error) == ("dead", "550 5.1.1 No such user")
    assert (len(postbox.tries), postbox.messages) == (1, [])


def test_a_server_that_is_away_is_waited_for(settings, db):
    settings.SMTP_URL = f"smtp://{HOST}:1"
    put(letter())

    worked()

    assert Job.objects.get().state == "ready"


def test_without_a_server_the_letter_waits_and_says_why(settings, db):
    settings.SMTP_URL = ""
    put(letter())

    worked()

    job = Job.objects.get()
    assert job.state == "ready"
    assert "ODNOS_SMTP_URL" in job.error


def test_the_same_letter_is_put_on_the_list_once_and_keeps_its_message_id(configured, db):
    assert put(letter()).pk == put(letter()).pk

    one, again, other = (composing.message_id(key, "a@b.example") for key in ("k", "k", "l"))
    assert one == again != other
    assert one.endswith("@b.example>")


def test_tls_and_a_password(postbox, tmp_path):
    shown, trust = certificate(tmp_path)
    there = opened(
        postbox, tls_context=shown, authenticator=authenticator, auth_required=True, require_starttls=True
    )
    url = f"smtp://ada%40odnos.example:a%20password%20with%20spaces@{HOST}:{port_of(there)}?tls=starttls"
    message = composing.message(letter(), sender="a@b.example", by_name="Firm", at=NOON)
    try:
        sending.send(message, to="ada@odnos.example", server=parse(url), trust=trust)
        with pytest.raises(sending.Later, match="certificate"):
            sending.send(message, to="ada@odnos.example", server=parse(url))
        with pytest.raises(sending.Refused, match="535"):
            sending.send(message, to="ada@odnos.example", server=parse(url.replace("%20", "")), trust=trust)
    finally:
        there.stop()

    assert len(postbox.messages) == 1


def test_a_line_end_in_a_subject_writes_no_header():
    message = composing.message(
        letter(subject="Hi\r\nBcc: eve@evil.example"), sender="a@b.example", by_name="x", at=NOON
    )

    assert message["bcc"] is None
    assert message["subject"] == "Hi Bcc: eve@evil.example"


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://mail.example", ("mail.example", 587, "starttls")),
        ("smtps://mail.example", ("mail.example", 465, "tls")),
        ("smtp://localhost", ("localhost", 25, "none")),
        ("smtp://mail.example:2525?tls=none", ("mail.example", 2525, "none")),
    ],
)
def test_an_address_names_a_server(url, found):
    there = parse(url)

    assert (there.host, there.port, there.tls) == found


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://mail.example", "begins with smtp://"),
        ("smtp://", "names a host"),
        ("smtp://mail.example:x", "cannot be read"),
        ("smtp://mail.example?tls=maybe", "tls=maybe"),
        ("smtp://ada:secret@mail.example?tls=none", "anybody on the way"),
    ],
)
def test_an_address_that_cannot_be_says_what_is_wrong(url, words):
    with pytest.raises(NoServer, match=words):
        parse(url)


def test_a_password_does_not_stand_in_what_is_logged():
    assert PASSWORD not in repr(parse(f"smtp://a:{PASSWORD.replace(' ', '%20')}@mail.example"))
