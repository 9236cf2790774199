"""Pages show and offer what is meant for their reader: the way in to strangers, the deeds of administrators to them alone."""

from __future__ import annotations

import pytest
from django.test import Client

from odnos.engine.access.actor import system_actor
from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import EVERYTHING
from odnos.engine.views import saved
from odnos.web.pages.dashboard import mine, span
from tests.access.keeping import keep_from
from tests.access.test_deeds import again, forbid
from tests.contract.visitors import visitor
from tests.people import NOON, Cast
from tests.web.sales import make

pytestmark = pytest.mark.django_db


def test_views_are_kept_by_people_and_changed_by_whom_there_is(cast: Cast):
    with pytest.raises(Denied):
        saved.create("deal", "Big", by=system_actor("tests"))
    with pytest.raises(Denied):
        saved.create("deal", "Big", by=cast.ada, editors="nobody")

    assert saved.create("deal", "Big", by=cast.ada).name == "Big"


def test_strangers_are_shown_the_way_in(cast: Cast):
    answer = Client().get("/companies?q=1")

    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/companies%3Fq%3D1")


def test_sample_data_are_offered_to_administrators(cast: Cast):
    def shown(who: str) -> str:
        return visitor(who, cast).client.get("/first-steps").content.decode()

    assert "/first-steps/sample" in shown("dora")
    assert "/first-steps/sample" not in shown("ada")


def test_tasks_on_the_dashboard_are_those_that_can_be_put_in_order_and_ticked_by_who_may(cast: Cast):
    company = make("company", cast.ada, name="Acme")
    make("task", cast.ada, about=company.reference, name="Call", due_on="2026-03-09")
    [row] = mine.tasks(EVERYTHING, by=cast.ada, at=NOON).rows
    assert mine.todo(row, cast.ada.context(NOON), by=cast.ada)["action"] == f"/tasks/{row.id}/complete?tick=1"
    assert mine.todo(row, cast.ann.context(NOON), by=cast.ann)["action"] == ""
    keep_from(cast, ("task", "due_on"))

    assert list(mine.tasks(EVERYTHING, by=cast.ada, at=NOON).rows) == []


def test_figures_are_offered_as_far_as_their_reader_sees_deals(cast: Cast):
    assert span.offered(cast.ada) == ("mine", "team")
    assert span.offered(cast.dora) == ("mine", "team", "all")


def test_who_opens_a_dashboard_to_roles_may_publish(cast: Cast):
    def shown(who: str) -> str:
        board = make("dashboard", getattr(cast, who), name="Mine")
        return visitor(who, cast).client.get(f"/dashboards/{board.id}/settings").content.decode()

    assert 'value="analyst"' in shown("dora")
    assert 'value="analyst"' not in shown("ada")


def test_nothing_that_is_forbidden_is_offered_to_be_made(cast: Cast):
    forbid(cast, "company", "create")

    page = visitor("ada", cast).client.get("/companies").content.decode()

    assert "/companies/new" not in page
    assert again(cast.ada).role == "representative"
