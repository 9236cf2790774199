"""Reports by mail on the pages: subscribing, sending now, switching off, the way out, the mail server."""

import json
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.analytics.mailing import delivering, unsubscribing
from odnos.analytics.mailing.models import Delivery
from odnos.engine.audit.models import Entry
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, write
from odnos.lib import letters
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import browser_of

ASK = {"object": "deal", "measures": [{"kind": "count"}], "rows": [{"path": "owner"}]}


@pytest.fixture
def report(cast):
    said = {"name": "Deals by owner", "definition": json.dumps(ASK), "audience": "everyone"}
    return write.create(registry.get("report"), said, by=cast.dora, at=NOON)


def mine(by):
    return list(read.query(registry.get("report_subscription"), by=by, at=NOON, sort="name").rows)


def subscribe(client, report, **values):
    return client.post(f"/reports/{report.id}/mail", {"rhythm": "weekly", "hour": "8", **values})


def test_a_person_subscribes_and_finds_it_in_the_settings(cast, report):
    client = browser_of(cast.cleo)

    assert subscribe(client, report, with_xlsx="1", span="last_week").status_code == 302

    [row] = mine(cast.cleo)
    assert (row["owner"], row["report"], row["rhythm"], row["span"], row["with_xlsx"], row["with_csv"]) == (
        cast.cleo.user_id,
        report.id,
        "weekly",
        "last_week",
        True,
        False,
    )
    page = client.get("/settings/subscriptions").content.decode()
    assert "Deals by owner" in page
    assert "Every Monday, 08:00" in page


def test_a_team_is_subscribed_by_who_may(cast, report):
    dora = browser_of(cast.dora)
    form = dora.get(f"/reports/{report.id}/mail").content.decode()
    answer = subscribe(dora, report, to=f"team-{cast.ada.team_id}")

    assert "Who gets it" in form
    assert "Who gets it" not in browser_of(cast.cleo).get(f"/reports/{report.id}/mail").content.decode()
    assert answer.status_code == 302
    assert [len(mine(one)) for one in (cast.ada, cast.ben)] == [1, 1]
    page = browser_of(cast.ada).get("/settings/subscriptions").content.decode()
    assert "sent to you by Dora" in page


def test_one_person_is_subscribed_by_who_may_and_by_nobody_else(cast, report):
    refused = subscribe(browser_of(cast.ada), report, to=f"user-{cast.ben.user_id}")
    subscribe(browser_of(cast.dora), report, to=f"user-{cast.cleo.user_id}")

    assert refused.status_code == 422
    assert [len(mine(one)) for one in (cast.ben, cast.cleo)] == [0, 1]


@pytest.mark.parametrize("to", ["user-99999999", "team-99999999", "user-", "moon"])
def test_nobody_is_subscribed_who_is_not_there(cast, report, to):
    subscribe(browser_of(cast.dora), report, to=to)

    assert all(row["owner"] == cast.dora.user_id for row in mine(cast.dora))


def test_the_dialog_says_what_is_wrong_and_keeps_what_was_chosen(cast, report):
    answer = subscribe(browser_of(cast.cleo), report, rhythm="daily", condition="above")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say from which value on." in page
    assert '<option value="daily" selected>' in page
    assert mine(cast.cleo) == []


def test_a_report_that_one_does_not_see_cannot_be_subscribed_to(cast, report):
    write.update(
        report.type, report.id, {"audience": "private"}, by=cast.dora, at=NOON, version=report.version
    )
    client = browser_of(cast.cleo)

    assert client.get(f"/reports/{report.id}/mail").status_code == 404
    assert subscribe(client, report).status_code == 404
    assert mine(cast.cleo) == []


def test_send_now_puts_it_on_the_list_and_shows_how_far_it_is(cast, report):
    client = browser_of(cast.cleo)
    subscribe(client, report)
    [row] = mine(cast.cleo)

    client.post(f"/settings/subscriptions/{row.id}/now")

    assert Job.objects.filter(name="mailing.send").count() == 1
    busy = client.get(f"/settings/subscriptions/{row.id}/state").content.decode()
    assert "data-href" in busy
    assert "Being counted" in busy


@pytest.mark.parametrize(
    ("job", "words", "is_busy"),
    [
        ({"state": "ready"}, "On its way", True),
        ({"state": "running", "attempts": 1}, "On its way", True),
        ({"state": "ready", "attempts": 1}, "The mail server did not take it yet; it is tried again", False),
        ({"state": "dead", "attempts": 16}, "The mail server refused it", False),
        ({"state": "done", "attempts": 1}, "Sent", False),
        ({"key": "of another letter"}, "Sent", False),
    ],
)
def test_the_state_follows_the_letter_until_the_mail_server_has_it(cast, report, job, words, is_busy):
    client = browser_of(cast.cleo)
    subscribe(client, report)
    [row] = mine(cast.cleo)
    made = Delivery.objects.create(subscription_id=row.id, slot="now-1", state="sent", at=NOON)
    Delivery.objects.create(subscription_id=row.id + 1, slot="now-2", at=NOON)
    Job.objects.create(
        **{
            "name": letters.JOB,
            "key": f"mail:{delivering.key_of(made)}",
            "run_at": NOON,
            "created_at": NOON,
            **job,
        }
    )

    said = client.get(f"/settings/subscriptions/{row.id}/state").content.decode()

    assert (words in said, "data-href" in said) == (True, is_busy)


def test_many_subscriptions_are_shown_for_the_statements_of_one(cast, report):
    client = browser_of(cast.cleo)
    counted = []
    for number in (1, 4):
        for _one in range(number):
            subscribe(browser_of(cast.dora), report, to=f"user-{cast.cleo.user_id}")
        for row in mine(cast.cleo):
            Delivery.objects.create(subscription_id=row.id, slot=f"{number}", state="sent", at=NOON)
        client.get("/settings/subscriptions")
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/settings/subscriptions").content.decode()
        assert page.count("sent to you by Dora") == len(mine(cast.cleo))
        counted.append(len(asked))

    assert len(mine(cast.cleo)) == 5
    assert counted[0] == counted[1]


def test_another_persons_subscription_is_not_there(cast, report):
    subscribe(browser_of(cast.cleo), report)
    [row] = mine(cast.cleo)

    for name in ("ada", "dora"):
        client = browser_of(getattr(cast, name))
        assert [
            client.post(f"/settings/subscriptions/{row.id}/{deed}").status_code
            for deed in ("now", "switching", "deletion")
        ] == [404] * 3
    assert mine(cast.cleo)[0].version == row.version
    assert not Job.objects.filter(name="mailing.send").exists()


def test_it_is_switched_off_and_deleted(cast, report):
    client = browser_of(cast.cleo)
    subscribe(client, report)
    [row] = mine(cast.cleo)

    client.post(f"/settings/subscriptions/{row.id}/switching")
    assert not mine(cast.cleo)[0]["is_active"]
    client.post(f"/settings/subscriptions/{row.id}/deletion")
    assert mine(cast.cleo) == []


def test_the_way_out_asks_and_only_a_post_ends_it(client, cast, report):
    subscribe(browser_of(cast.cleo), report)
    [row] = mine(cast.cleo)
    path = "/unsubscribe/" + unsubscribing.address(row.id).rpartition("/")[2]

    assert "No longer send me this" in client.get(path).content.decode()
    assert mine(cast.cleo)[0]["is_active"]
    assert "You no longer get it" in client.post(path, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert not mine(cast.cleo)[0]["is_active"]
    assert client.post("/unsubscribe/1:forged").status_code == 404


def test_an_administrator_sends_a_test_mail_and_sees_no_password(cast, settings):
    settings.SMTP_URL = "smtp://ada:topsecret@mail.example"
    client = browser_of(cast.dora)

    page = client.get("/settings/mail").content.decode()
    client.post("/settings/mail/test")

    assert "mail.example:587" in page
    assert "topsecret" not in page
    [job] = Job.objects.filter(name=letters.JOB)
    assert job.args["letter"]["to"] == "dora@odnos.example"
    assert browser_of(cast.cleo).post("/settings/mail/test").status_code == 403


def test_without_a_server_the_page_says_what_to_set(cast, settings):
    settings.SMTP_URL = ""

    client = browser_of(cast.dora)
    assert "ODNOS_SMTP_URL names it" in client.get("/settings/mail").content.decode()
    client.post("/settings/mail/test")
    assert not Job.objects.filter(name=letters.JOB).exists()


def sent_to_ben(cast, report):
    subscribe(browser_of(cast.dora), report, to=f"user-{cast.ben.user_id}")
    [row] = mine(cast.ben)
    return row


def test_who_subscribed_others_lists_them_and_ends_it_and_takes_that_back(cast, report):
    row = sent_to_ben(cast, report)
    dora = browser_of(cast.dora)

    dialog = dora.get(f"/reports/{report.id}/mail").content.decode()
    settings = dora.get("/settings/subscriptions").content.decode()
    assert "It goes to 1 other" in dialog
    assert "End it for Ben" in dialog
    assert "Sent to others by you" in settings
    answer = dora.post(f"/settings/subscriptions/{row.id}/ending?next=/reports/{report.id}")

    assert (answer.status_code, answer["Location"]) == (302, f"/reports/{report.id}")
    assert f"/settings/subscriptions/{row.id}/restoring" in unquote(answer.cookies["toast"].value)
    assert mine(cast.ben) == []
    ended = Entry.objects.filter(object_key="report_subscription", record_id=row.id).latest("pk")
    assert (ended.action, ended.actor_id) == ("deleted", cast.dora.user_id)
    dora.post(f"/settings/subscriptions/{row.id}/restoring")
    assert [one.id for one in mine(cast.ben)] == [row.id]


def test_what_somebody_made_for_themselves_is_in_nobody_elses_list(cast, report):
    subscribe(browser_of(cast.cleo), report)
    [row] = mine(cast.cleo)
    dora = browser_of(cast.dora)

    assert "It goes to" not in dora.get(f"/reports/{report.id}/mail").content.decode()
    assert "Sent to others" not in dora.get("/settings/subscriptions").content.decode()
    assert dora.post(f"/settings/subscriptions/{row.id}/ending").status_code == 404
    assert [one.version for one in mine(cast.cleo)] == [row.version]


def test_nobody_ends_what_others_made_for_others_but_who_changes_the_report_and_may_subscribe(cast, report):
    row = sent_to_ben(cast, report)
    max_ = browser_of(cast.max)
    write.update(
        report.type,
        report.id,
        {"owner": cast.ada.user_id},
        by=cast.dora,
        at=NOON,
        version=report.version,
    )

    for name in ("ada", "ben", "cleo", "max"):
        client = browser_of(getattr(cast, name))
        assert client.post(f"/settings/subscriptions/{row.id}/ending").status_code == 404, name
        assert client.post(f"/settings/subscriptions/{row.id}/restoring").status_code == 404, name
        assert "Sent to others" not in client.get("/settings/subscriptions").content.decode()
    assert "It goes to" not in max_.get(f"/reports/{report.id}/mail").content.decode()
    assert [one.version for one in mine(cast.ben)] == [row.version]

    now = read.get(report.type, report.id, by=cast.dora)
    write.update(
        report.type, report.id, {"owner": cast.max.user_id}, by=cast.dora, at=NOON, version=now.version
    )
    listed = max_.get(f"/reports/{report.id}/mail").content.decode()
    assert "subscribed by Dora" in listed
    assert max_.post(f"/settings/subscriptions/{row.id}/ending").status_code == 302
    assert mine(cast.ben) == []


def test_what_its_recipient_ended_is_not_taken_back_by_who_subscribed_them(cast, report):
    row = sent_to_ben(cast, report)
    browser_of(cast.ben).post(f"/settings/subscriptions/{row.id}/deletion")

    assert browser_of(cast.dora).post(f"/settings/subscriptions/{row.id}/restoring").status_code == 404
    assert mine(cast.ben) == []


def test_a_report_that_one_sees_no_more_is_not_in_the_list_of_what_goes_to_others(cast, report):
    subscribe(browser_of(cast.max), report, to=f"user-{cast.ben.user_id}")
    [row] = mine(cast.ben)
    write.update(
        report.type, report.id, {"audience": "private"}, by=cast.dora, at=NOON, version=report.version
    )
    max_ = browser_of(cast.max)

    assert "Sent to others" not in max_.get("/settings/subscriptions").content.decode()
    assert max_.post(f"/settings/subscriptions/{row.id}/ending").status_code == 404
    assert len(mine(cast.ben)) == 1
