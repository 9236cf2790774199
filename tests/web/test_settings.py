"""Settings: who reaches them, and what the company changes about itself, with its trail."""

import pytest

from odnos.engine.access.actor import actor_for, organisation
from odnos.engine.access.models import OrganisationDefault, User
from odnos.engine.audit.models import Entry
from odnos.engine.outbox.models import Job
from odnos.engine.records import read
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind, make_deal, make_pipeline

RESTRICTED = ["company", "users", "users/new", "teams", "pipelines", "sharing", "jobs"]


@pytest.mark.parametrize("section", RESTRICTED)
@pytest.mark.parametrize("who", ["ada", "max", "ann"])
def test_only_administrators_reach_the_companys_settings(cast: Cast, section: str, who: str):
    client = browser_of(getattr(cast, who))

    assert client.get(f"/settings/{section}").status_code == 403
    assert client.post(f"/settings/{section}", {"name": "x"}).status_code == 403


@pytest.mark.parametrize("section", [*RESTRICTED, "profile", "tokens"])
def test_an_administrator_reaches_them_all(cast: Cast, section: str):
    assert browser_of(cast.dora).get(f"/settings/{section}").status_code == 200


def test_the_company_is_changed_with_a_trail(cast: Cast):
    kept = organisation()
    given = {"name": "Acme", "currency": "CHF", "country": "CH", "locale": "en", "timezone": "Europe/Zurich"}

    assert browser_of(cast.dora).post("/settings/company", given).status_code == 302

    assert organisation().currency == "CHF"
    assert Entry.objects.get(object_key="organisation").diff["currency"] == [kept.currency, "CHF"]


def test_a_currency_that_is_none_changes_nothing(cast: Cast):
    given = {"name": "Acme", "currency": "XXQ", "country": "CH", "locale": "en", "timezone": "Europe/Zurich"}

    assert browser_of(cast.dora).post("/settings/company", given).status_code == 422
    assert organisation().currency == "EUR"


def test_everybody_sees_what_the_company_opens_to_everybody(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    assert read.get_many(kind("deal"), [deal.id], by=cast.cleo) == {}

    browser_of(cast.dora).post("/settings/sharing", {"deal": "all", "company": "nonsense"})

    cleo = actor_for(User.objects.get(pk=cast.cleo.user_id))
    assert list(read.get_many(kind("deal"), [deal.id], by=cleo)) == [deal.id]
    assert dict(OrganisationDefault.objects.values_list("object_key", "see")) == {
        "deal": "all",
        "deal_line": "all",
        "approval": "all",
        "stage_tick": "all",
    }
    assert Entry.objects.get(action="sharing_changed").diff == {"see.deal": ["none", "all"]}


def test_a_dead_job_is_explained_and_tried_again(cast: Cast):
    job = Job.objects.create(
        name="records.undo",
        state="dead",
        run_at=NOON,
        created_at=NOON,
        finished_at=NOON,
        attempts=8,
        error="Traceback …\nDiskFull: no room",
    )
    client = browser_of(cast.dora)

    page = client.get("/settings/jobs").content.decode()
    client.post(f"/settings/jobs/{job.pk}/retry")

    assert "DiskFull: no room" in page
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("ready", 0)
