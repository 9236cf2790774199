"""Who has figures told by a sensitive field stands in the trail, on every way; what is not sensitive costs nothing."""

import datetime as dt
import json
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from odnos.analytics import reports
from odnos.analytics.reports import behind, counted
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.engine.access import tokens
from odnos.engine.access.models import User
from odnos.engine.audit.models import Entry
from odnos.engine.custom import actions
from odnos.engine.filters import text
from odnos.engine.records import reads
from odnos.engine.tables import definitions
from tests.engine.test_reads import patient  # noqa: F401 -- a fixture
from tests.people import NOON
from tests.web.sales import browser_of

BY_HEALTH = Report(object_key="contact", rows=(Dimension(path=("health",)),))
WHERE = text.parse("health.is:allergic")
THROUGH = text.parse("contact.health.not_empty")


@pytest.fixture
def store(cast, patient, analytics):  # noqa: F811
    analytics.refresh()
    return analytics


def told():
    found = Entry.objects.filter(action="read").order_by("pk")
    return [(entry.actor_id, entry.object_key, entry.record_id, entry.diff["fields"][1]) for entry in found]


@pytest.mark.parametrize(
    "report",
    [
        BY_HEALTH,
        Report(object_key="contact", columns=BY_HEALTH.rows),
        Report(object_key="contact", where=WHERE),
        Report(object_key="contact", measures=(Measure(where=WHERE),)),
        Report(object_key="contact", measures=(Measure(kind="distinct", path=("health",)),)),
        Report(
            object_key="contact", measures=(Measure(kind="ratio", of=Measure(where=WHERE), by=Measure()),)
        ),
        Report(object_key="order", where=THROUGH, period=Period(path=("placed_at",))),
    ],
)
def test_figures_by_a_sensitive_field_are_told_once_in_ten_minutes(cast, store, report):
    for minutes in (0, 9, 11):
        reports.run(report, by=cast.ben, at=NOON + dt.timedelta(minutes=minutes), store=store)

    assert told() == [(cast.ben.user_id, "contact", 0, ["health"])] * 2
    assert Entry.objects.filter(action="read").first().diff["words"][1].endswith("that you may see.")


def test_figures_without_one_cost_nothing(cast, store):
    plain = Report(
        object_key="contact", rows=(Dimension(path=("owner",)),), where=text.parse("name.not_empty")
    )
    reports.run(plain, by=cast.ben, at=NOON, store=store)
    with CaptureQueriesContext(connection) as asked:
        reads.asked(
            counted.get("contact"), [("owner",), ("company", "name"), ("gone",)], by=cast.ben, at=NOON
        )

    assert (told(), len(asked)) == ([], 0)


def test_each_person_is_told_of_and_who_is_looked_at_as_is_not(cast, store):
    for by in (cast.ben, cast.dora):
        reports.run(BY_HEALTH, by=by, at=NOON, store=store)

    assert [entry[0] for entry in told()] == [cast.ben.user_id, cast.dora.user_id]


def test_a_page_an_answer_of_the_api_and_what_happened_are_told(cast, store):
    asked = {"object": "contact", "measures": [{"kind": "count"}], "rows": [{"path": "health"}]}
    browser_of(cast.ben).get(
        f"/reports/result?{urlencode({'ask': json.dumps(asked)})}", HTTP_HX_REQUEST="true"
    )
    secret = tokens.make_token(User.objects.get(pk=cast.ada.user_id), at=NOON)
    headers = {"Authorization": f"Bearer {secret}"}
    sent = Client().post(
        "/api/v1/reports/run", json.dumps(asked), content_type="application/json", headers=headers
    )
    behind.records(
        counted.get("contact_handover"),
        text.parse("contact.health.is:x"),
        by=cast.dora,
        at=NOON,
        store=store,
        most=9,
    )

    assert sent.status_code == 200
    assert [entry[:3] for entry in told()] == [
        (by.user_id, "contact", 0) for by in (cast.ben, cast.ada, cast.dora)
    ]
    assert "health" in Entry.objects.filter(source="api").get().diff["fields"][1]


def test_a_list_that_is_filtered_or_put_together_by_one_is_told(cast, store):
    values = {"object": "contact", "kind": "boolean", "name": "Vegan", "code": "vegan", "is_sensitive": True}
    actions.make(values, by=cast.dora, at=NOON)
    definitions.refresh()
    client = browser_of(cast.ben)
    client.get("/contacts?columns=name&filter=health.is:allergic")
    client.get("/contacts?columns=name&group=vegan")
    client.get("/contacts/board?group=vegan&filter=not(health.empty)")

    assert told() == [
        (cast.ben.user_id, "contact", 0, names) for names in (["health"], ["vegan"], ["health", "vegan"])
    ]


def test_an_order_by_one_is_told(cast, store):
    secret = tokens.make_token(User.objects.get(pk=cast.ada.user_id), at=NOON)
    browser_of(cast.ben).get("/contacts?columns=name&sort=-health")
    Client().get("/api/v1/contacts?fields=name&sort=health", headers={"Authorization": f"Bearer {secret}"})

    assert told() == [(by.user_id, "contact", 0, ["health"]) for by in (cast.ben, cast.ada)]


def test_a_filter_of_the_api_is_told(cast, store):
    secret = tokens.make_token(User.objects.get(pk=cast.ben.user_id), at=NOON)
    address = "/api/v1/orders?fields=number&filter=contact.health.is:allergic"
    sent = Client().get(address, headers={"Authorization": f"Bearer {secret}"})

    assert sent.status_code == 200
    assert told() == [(cast.ben.user_id, "contact", 0, ["health"])]
