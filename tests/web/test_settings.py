"""Settings: who reaches them, and that every change goes through the write path."""

import datetime as dt
import re

import pytest
from django.test import Client

from odnos.domains.deals import pipelines
from odnos.engine.access import sign_in
from odnos.engine.access.actor import actor_for, organisation
from odnos.engine.access.models import OrganisationDefault, SignIn, Token, User
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox import jobs, queue, running
from odnos.engine.outbox.models import Job
from odnos.engine.records import read, write
from tests.people import ADA, NOON, PASSWORD, Cast
from tests.web.sales import browser_of, kind, make_deal, make_pipeline


def drain() -> None:
    """Do the long jobs that wait, as a worker would."""
    long_names = [name for name, job in jobs.definitions.items() if job.long]
    lease = dt.timedelta(seconds=30)
    lane = queue.Lane(long=True, long_names=long_names)
    while claims := queue.claim("test", lane, at=now(), lease=lease, limit=5):
        for claim in claims:
            running.run(claim, now=now)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


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


def test_a_person_is_added_and_invited_by_a_link(cast: Cast):
    client = browser_of(cast.dora)
    given = {"name": "Eva", "email": "eva@odnos.example", "role": "analyst", "team": cast.teams["North"]}

    page = client.post("/settings/users/new", given, follow=True).content.decode()

    link = re.search(r"/join/[\w-]+", page)
    assert link
    assert Client().get(link[0]).status_code == 200
    assert User.objects.get(email="eva@odnos.example").team_id == cast.teams["North"]


def test_the_only_administrator_stays_one(cast: Cast):
    given = {"name": "Dora", "email": "dora@odnos.example", "role": "manager", "is_active": "1"}

    answer = browser_of(cast.dora).post(f"/settings/users/{cast.dora.user_id}", given)

    assert answer.status_code == 422
    assert User.objects.get(pk=cast.dora.user_id).role == "administrator"


@pytest.mark.django_db(transaction=True)
def test_whoever_changes_teams_takes_their_records_along(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    note = write.create(kind("note"), {"about": ("deal", deal.id), "body": "hello"}, by=cast.ada, at=NOON)
    given = {
        "name": "Ada",
        "email": ADA.email,
        "role": "representative",
        "team": cast.teams["South"],
        "is_active": "1",
    }

    browser_of(cast.dora).post(f"/settings/users/{cast.ada.user_id}", given)
    drain()

    cleo, ben = cast.cleo, cast.ben
    assert read.get(kind("deal"), deal.id, by=cleo)["team"] == cast.teams["South"]
    assert read.get(kind("note"), note.id, by=cleo)["team"] == cast.teams["South"]
    assert read.get_many(kind("deal"), [deal.id], by=ben) == {}
    assert not Job.objects.exclude(state="done").exists()


def test_a_team_is_made_renamed_and_deleted_when_nobody_is_left(cast: Cast):
    client = browser_of(cast.dora)
    client.post("/settings/teams", {"name": "East"})
    east = next(row.id for row in read.query(kind("team"), by=cast.dora, at=NOON).rows if row.title == "East")

    client.post(f"/settings/teams/{east}", {"name": "Far East"})
    assert read.get(kind("team"), east, by=cast.dora).title == "Far East"
    assert client.post(f"/settings/teams/{cast.teams['North']}/deletion").status_code == 422
    assert client.post(f"/settings/teams/{east}/deletion").status_code == 302
    assert read.get_many(kind("team"), [east], by=cast.dora) == {}


def form_of(stages: dict[str, int], order: list[str], **changed: str) -> dict[str, object]:
    given: dict[str, object] = {"name": "Sales", "stage": [str(stages[name]) for name in order]}
    kinds = {"Won": "won", "Lost": "lost"}
    for name in order:
        number = stages[name]
        given |= {
            f"name-{number}": name,
            f"kind-{number}": kinds.get(name, "open"),
            f"probability-{number}": "20",
            f"rots_after_days-{number}": "",
        }
    return given | changed


def test_stages_are_reordered_renamed_and_added_in_one_go(cast: Cast):
    stages = make_pipeline()
    given = form_of(stages, ["Offer", "New", "Won", "Lost"])
    given["stage"] = [str(stages["Offer"]), "new", *[str(stages[name]) for name in ("New", "Won", "Lost")]]
    given |= {
        f"name-{stages['New']}": "First call",
        "name-new": "Visit",
        "kind-new": "open",
        "probability-new": "30",
        "rots_after_days-new": "5",
    }

    answer = browser_of(cast.dora).post(f"/settings/pipelines/{stages['']}", given)

    assert answer.status_code == 302
    names = read.get_many(kind("stage"), pipelines.stages_of(stages[""]), by=cast.dora)
    assert [names[number].title for number in pipelines.stages_of(stages[""])] == [
        "Offer",
        "Visit",
        "First call",
        "Won",
        "Lost",
    ]
    assert names[stages["Won"]]["probability"] == 100


def test_the_kind_of_a_stage_stays_while_deals_stand_in_it(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages)

    given = form_of(stages, ["New", "Offer", "Won", "Lost"]) | {f"kind-{stages['New']}": "won"}
    answer = browser_of(cast.dora).post(f"/settings/pipelines/{stages['']}", given)

    assert answer.status_code == 422
    assert read.get(kind("stage"), stages["New"], by=cast.dora)["kind"] == "open"


def test_a_stage_is_deleted_with_its_deals_moved_and_that_can_be_undone(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    client, address = browser_of(cast.dora), f"/settings/stages/{stages['New']}/deletion"

    assert client.post(address).status_code == 422
    assert client.post(address, {"move_to": str(stages["Offer"])}).status_code == 302

    assert read.get(kind("deal"), deal.id, by=cast.ada)["stage"] == stages["Offer"]
    assert pipelines.stages_of(stages[""]) == [stages[name] for name in ("Offer", "Won", "Lost")]
    assert ChangeSet.objects.get(kind="stage").entries == 2


def test_a_pipeline_keeps_a_stage_of_each_kind(cast: Cast):
    stages = make_pipeline()

    answer = browser_of(cast.dora).post(f"/settings/stages/{stages['Won']}/deletion")

    assert answer.status_code == 422
    assert stages["Won"] in pipelines.stages_of(stages[""])


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
    }
    assert Entry.objects.get(action="sharing_changed").diff == {"see.deal": ["none", "all"]}


def test_a_token_is_shown_once_and_ended(cast: Cast):
    client = browser_of(cast.ada)

    page = client.post("/settings/tokens", {"name": "Sheet", "read_only": "1"}).content.decode()

    assert re.search(r'value="odn_[\w-]{20,}"', page)
    assert "odn_" not in client.get("/settings/tokens").content.decode()
    token = Token.objects.get()
    assert (token.name, token.read_only, token.user_id) == ("Sheet", True, cast.ada.user_id)
    assert browser_of(cast.cleo).post(f"/settings/tokens/{token.pk}/end").status_code == 403
    assert client.post(f"/settings/tokens/{token.pk}/end").status_code == 302
    assert Token.objects.get().revoked_at


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


def test_people_change_their_own_profile_and_nothing_more(cast: Cast):
    given = {
        "name": "Ada L.",
        "job_title": "Sales",
        "phone": "",
        "locale": "ru",
        "timezone": "Europe/Moscow",
        "role": "administrator",
    }

    assert browser_of(cast.ada).post("/settings/profile", given).status_code == 302

    user = User.objects.get(pk=cast.ada.user_id)
    assert (user.name, user.locale, user.timezone, user.role) == (
        "Ada L.",
        "ru",
        "Europe/Moscow",
        "representative",
    )


def test_a_new_password_ends_the_other_sessions(cast: Cast):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        client.post("/sign-in", {"email": ADA.email, "password": PASSWORD})

    wrong = here.post("/settings/profile/password", {"old": "guess", "password": "blue lamps on the quay"})
    right = here.post("/settings/profile/password", {"old": PASSWORD, "password": "blue lamps on the quay"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert here.get("/settings/profile").status_code == 200
    assert elsewhere.get("/settings/profile").status_code == 302
    assert [item.session_key for item in sign_in.sessions_of(cast.ada.user_id, at=NOON)] == [
        here.session.session_key
    ]


def test_a_session_is_ended_by_its_owner_alone(cast: Cast):
    client = Client()
    client.post("/sign-in", {"email": ADA.email, "password": PASSWORD})
    session = SignIn.objects.get()

    browser_of(cast.cleo).post(f"/settings/profile/sessions/{session.pk}/end")
    assert client.get("/settings/profile").status_code == 200
    client.post(f"/settings/profile/sessions/{session.pk}/end")
    assert client.get("/settings/profile").status_code == 302


@pytest.mark.parametrize("key, name", [("stage", "New"), ("pipeline", "")])
def test_what_deals_stand_in_cannot_be_deleted_by_another_door(cast: Cast, key: str, name: str):
    stages = make_pipeline()
    make_deal(cast.ada, stages)

    with pytest.raises(Denied):
        write.delete_one(kind(key), stages[name], by=cast.dora, at=NOON)
    [outcome] = write.delete(kind(key), [stages[name]], by=cast.dora, at=NOON)

    assert str(outcome.errors[""][0]).startswith("Deals stand in this")
    assert read.get(kind(key), stages[name], by=cast.dora).id == stages[name]


def test_the_last_administrator_cannot_be_deleted_either(cast: Cast):
    with pytest.raises(Denied):
        write.delete_one(kind("user"), cast.dora.user_id, by=cast.dora, at=NOON)

    assert User.objects.get(pk=cast.dora.user_id).deleted_at is None
