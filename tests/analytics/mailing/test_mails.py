"""Reports by mail: counted with the rights of who gets them, once for each slot, and the way out."""

import datetime as dt
import json
import re
from decimal import Decimal
from unittest import mock

import pytest

from odnos.analytics.mailing import counting, unsubscribing
from odnos.analytics.mailing import jobs as mailing_jobs
from odnos.analytics.mailing.models import Delivery
from odnos.analytics.store.answer import Unavailable
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import Entry
from odnos.engine.outbox import queue, running
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.lib import letters
from odnos.objects.registry import registry
from tests.access.keeping import narrow
from tests.people import NOON

pytest_plugins = ("tests.analytics.reports.shop",)

ASK = {
    "object": "deal",
    "measures": [{"kind": "sum", "path": "amount"}, {"kind": "count"}],
    "rows": [{"path": "company"}],
    "chart": "bar",
}
MONDAY = dt.datetime(2026, 3, 9, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def keep(by, **values):
    said = {"name": "Sales by company", "definition": json.dumps(ASK), "audience": "everyone", **values}
    return write.create(registry.get("report"), said, by=by, at=NOON)


def subscribe(by, report, **values):
    said = {"name": report.title, "report": report.id, "rhythm": "weekly", **values}
    return write.create(registry.get("report_subscription"), said, by=by, at=NOON)


def change_person(cast, **values):
    user = registry.get("user")
    found = read.get(user, cast.cleo.user_id, by=cast.dora)
    write.update(user, found.id, values, by=cast.dora, at=NOON, version=found.version)


def worked(at, name="mailing.send"):
    """Let the worker do the jobs of a name that are ready."""
    for claim in queue.claim(
        "here:1:x", queue.Lane(long=True, long_names=[name]), at=at, lease=running.LEASE, limit=99
    ):
        running.run(claim, now=lambda: at)


def sent(at=MONDAY):
    """Come round, count, and return the letters that are on the list."""
    mailing_jobs.look(at=at)
    worked(at)
    return [
        letters.from_json(job.args["letter"]) for job in Job.objects.filter(name=letters.JOB).order_by("pk")
    ]


def test_a_letter_has_what_its_reader_may_see_and_no_more(shop, cast):
    report = keep(cast.dora)
    subscribe(cast.cleo, report)

    [letter] = sent()

    assert (letter.to, letter.subject) == ("cleo@odnos.example", "Sales by company")
    assert "Yew\t€9,000\t2" in letter.text
    assert "Elm" not in letter.text + letter.html
    assert "Data as of" in letter.text
    assert "For Cleo, within their rights" in letter.text
    assert [(piece.cid, piece.body[:4]) for piece in letter.pieces] == [("chart", b"\x89PNG")]
    assert 'src="cid:chart"' in letter.html
    there = f"/reports/{report.id}"
    assert re.search(
        rf'<a href="[^"]*{there}" style="[^"]*background:#00677d[^"]*">Open the report</a>', letter.html
    )
    assert re.search(rf"\nOpen the report: \S*{there}\n", letter.text)


def test_it_is_written_in_the_language_and_the_zone_of_its_reader(shop, cast):
    change_person(cast, locale="sl", timezone="America/New_York")
    subscribe(cast.cleo, keep(cast.dora))

    assert sent(NOON) == []
    [letter] = sent(NOON + dt.timedelta(hours=1))

    assert "9.000\xa0€" in letter.text
    assert "America/New_York" in letter.text


def test_files_are_attached_and_the_trail_knows(shop, cast):
    subscribe(cast.cleo, keep(cast.dora), with_xlsx=True, with_csv=True, with_pdf=True)

    [letter] = sent()

    assert [piece.name.rpartition(".")[2] for piece in letter.pieces] == ["png", "xlsx", "csv", "pdf"]
    assert (
        list(Entry.objects.filter(action="exported").values_list("actor_id", "source"))
        == [(cast.cleo.user_id, "mail")] * 3
    )


def test_no_file_is_attached_for_who_may_export_less_than_they_see(shop, cast):
    narrow(cast, "deal", "export", scope="own")
    subscribe(cast.cleo, keep(cast.dora), with_csv=True)

    [letter] = sent()

    assert [piece.name for piece in letter.pieces] == ["chart.png"]
    assert "No file is attached: you may not export these records." in letter.text


def test_whoever_may_not_see_the_report_gets_a_line_and_no_figures(shop, cast):
    report = keep(cast.dora)
    subscribe(cast.cleo, report)
    write.update(report.type, report.id, {"audience": "private"}, by=cast.dora, at=NOON, version=1)

    [letter] = sent()

    assert "You may no longer see this report" in letter.text
    assert "9,000" not in letter.text + letter.html
    assert letter.pieces == ()


def test_whoever_may_not_see_the_records_gets_a_line_and_no_figures(shop, cast, monkeypatch):
    subscribe(cast.cleo, keep(cast.dora))
    monkeypatch.setattr(counting.answering, "run", mock.Mock(side_effect=Denied("no")))

    [letter] = sent()

    assert "Your rights do not reach" in letter.text
    assert letter.pieces == ()


def test_it_is_sent_once_for_each_slot_however_often_one_comes_round(shop, cast):
    subscribe(cast.cleo, keep(cast.dora))

    assert len(sent()) == 1
    assert len(sent()) == 1
    assert len(sent(MONDAY + DAY)) == 1
    assert len(sent(MONDAY + 7 * DAY)) == 2
    assert Delivery.objects.count() == 2


def test_it_is_sent_once_though_the_worker_is_killed_while_it_counts(shop, cast, monkeypatch):
    subscribe(cast.cleo, keep(cast.dora))
    mailing_jobs.look(at=MONDAY)
    with monkeypatch.context() as killed:
        killed.setattr(mailing_jobs, "written", mock.Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            worked(MONDAY)
    queue.take_back_from("here:1:x", at=MONDAY)

    assert len(sent()) == 1
    assert Delivery.objects.get().state == "sent"


def test_it_is_sent_once_though_the_worker_is_killed_when_it_was_written(shop, cast):
    subscribe(cast.cleo, keep(cast.dora))
    sent()
    Job.objects.filter(name="mailing.send").update(state="ready")

    assert len(sent()) == 1


def test_a_store_that_is_away_is_waited_for(shop, cast, monkeypatch):
    subscribe(cast.cleo, keep(cast.dora))
    with monkeypatch.context() as away:
        away.setattr(counting.answering, "run", mock.Mock(side_effect=Unavailable("away")))
        assert sent() == []

    assert len(sent(MONDAY + dt.timedelta(minutes=5))) == 1


def test_what_was_subscribed_to_after_a_slot_began_waits_for_the_next(shop, cast):
    subscribe(cast.cleo, keep(cast.dora), rhythm="daily")

    assert sent(NOON) == []
    assert len(sent(NOON + DAY)) == 1


def test_an_alert_writes_when_it_is_crossed_and_when_all_is_well_again_and_not_between(shop, cast):
    row = subscribe(
        cast.cleo, keep(cast.dora), rhythm="daily", condition="above", threshold=Decimal(9000), measure=1
    )
    deal = registry.get("deal")
    number = shop.deals[6]

    def with_amount(amount, day):
        found = read.get(deal, number, by=cast.dora)
        write.update(deal, number, {"amount": f"{amount} EUR"}, by=cast.dora, at=NOON, version=found.version)
        shop.store.refresh()
        return [letter.subject for letter in sent(MONDAY + day * DAY)]

    first = with_amount(100, 0)
    crossed = with_amount(20000, 1)
    still = with_amount(30000, 2)
    well = with_amount(100, 3)

    assert (first, still) == ([], crossed)
    assert crossed == ["Alert: Sales by company, Sum of Amount is €20,080"]
    assert well == [*crossed, "Well again: Sales by company, Sum of Amount is €180"]
    letter = sent(MONDAY + 3 * DAY)[0]
    assert letter.text.startswith(f"{crossed[0]}\n\n")
    assert 0 < letter.html.index(crossed[0]) < letter.html.index("<img")
    assert letter.text.count(crossed[0]) == 1
    assert list(
        Delivery.objects.filter(subscription_id=row.id).order_by("pk").values_list("state", flat=True)
    ) == ["quiet", "sent", "quiet", "sent"]


def test_the_way_out_ends_it_and_nobody_writes_such_an_address(shop, cast):
    row = subscribe(cast.cleo, keep(cast.dora))
    [letter] = sent()
    address = letter.headers["List-Unsubscribe"].strip("<>")
    token = address.rpartition("/")[2]

    unsubscribing.end(token, at=MONDAY)
    unsubscribing.end(token, at=MONDAY)

    assert not read.get(row.type, row.id, by=cast.cleo)["is_active"]
    assert len(sent(MONDAY + 7 * DAY)) == 1
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with pytest.raises(NotFound):
        unsubscribing.end(f"{row.id}:forged", at=MONDAY)


def test_a_subscription_is_ones_own_affair(shop, cast):
    row = subscribe(cast.cleo, keep(cast.dora))

    with pytest.raises(NotFound):
        read.get(row.type, row.id, by=cast.ada)
    with pytest.raises((Denied, Invalid)):
        subscribe(cast.ada, keep(cast.dora), owner=cast.cleo.user_id)


def test_who_was_subscribed_by_another_gets_it_with_their_own_rights_and_ends_it(shop, cast):
    row = subscribe(cast.dora, keep(cast.dora), owner=cast.cleo.user_id)

    [letter] = sent()
    token = letter.headers["List-Unsubscribe"].strip("<>").rpartition("/")[2]
    unsubscribing.end(token, at=MONDAY)

    assert letter.to == "cleo@odnos.example"
    assert "For Cleo, within their rights" in letter.text
    assert "Elm" not in letter.text + letter.html
    assert "Dora has this report sent to you." in letter.text
    assert not read.get(row.type, row.id, by=cast.cleo)["is_active"]


def test_others_are_subscribed_only_with_the_right_to_and_where_they_see_the_report(shop, cast):
    report = keep(cast.dora)
    with pytest.raises(Invalid) as no_right:
        subscribe(cast.ada, report, owner=cast.ben.user_id)
    with pytest.raises(Invalid) as unseen:
        subscribe(cast.dora, keep(cast.dora, audience="private"), owner=cast.cleo.user_id)
    mine = subscribe(cast.ada, report)
    with pytest.raises(Invalid):
        write.update(
            mine.type, mine.id, {"owner": cast.ben.user_id}, by=cast.ada, at=NOON, version=mine.version
        )

    assert no_right.value.errors == {"owner": ["You may not have reports sent to others. Ask a manager."]}
    assert unseen.value.errors == {"owner": ["Cleo may not see this report. Share it with them first."]}
    assert read.get(mine.type, mine.id, by=cast.ada)["owner"] == cast.ada.user_id


def test_nobody_subscribes_to_a_report_that_they_do_not_see(shop, cast):
    with pytest.raises(Invalid):
        subscribe(cast.cleo, keep(cast.dora, audience="private"))


def test_an_alert_needs_a_threshold_and_only_an_alert_is_hourly(shop, cast):
    report = keep(cast.dora)
    with pytest.raises(Invalid) as no_threshold:
        subscribe(cast.cleo, report, condition="above")
    with pytest.raises(Invalid) as hourly:
        subscribe(cast.cleo, report, rhythm="hourly")
    with pytest.raises(Invalid) as period:
        subscribe(cast.cleo, report, span="when_pigs_fly")

    assert [set(error.value.errors) for error in (no_threshold, hourly, period)] == [
        {"threshold"},
        {"rhythm"},
        {"span"},
    ]


def test_whoever_has_left_gets_nothing(shop, cast):
    subscribe(cast.cleo, keep(cast.dora))
    change_person(cast, is_active=False)

    assert sent() == []
    assert Delivery.objects.get().state == "nobody"
