"""The import wizard without a browser: what its pages say, and what its forms do."""

import re

import pytest
from django.test import Client

from odnos.domains.deals import pipelines
from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.engine.transfer import check
from odnos.engine.transfer.models import ImportRun
from odnos.objects.registry import registry
from tests.people import Cast
from tests.transfer.bring import AT, STEP, bring, upload


def browser(by) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=by.user_id))
    return client


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def checked(key, content, by, **options) -> ImportRun:
    run = upload(key, content, by=by)
    run.options, run.state = options, "checking"
    run.save()
    check.work(run, by=by, step=STEP)
    return run


def test_a_column_of_numbers_takes_a_factor_and_the_preview_shows_it(cast: Cast):
    run = upload("company", "name;выручка\nAcme;1100,04\n", by=cast.dora)
    form = {"map.0": "name", "map.1": "annual_revenue", "factor.0": "7", "factor.1": "1,000,000"}

    shown = text_of(browser(cast.dora).post(f"/imports/{run.pk}/preview", form))

    run.refresh_from_db()
    assert run.mapping == {"name": "name", "выручка": "annual_revenue*1000000"}
    assert "1,100,040,000" in shown
    page = browser(cast.dora).get(f"/imports/{run.pk}/columns").content.decode()
    assert 'name="factor.1" value="1,000,000"' in page


@pytest.mark.parametrize(
    ("factor", "words"), [("many", "is no number to multiply by"), ("0", "a number stands")]
)
def test_a_factor_that_is_none_is_refused_and_nothing_changes(cast: Cast, factor, words):
    run = upload("company", "name,revenue\nAcme,7\n", by=cast.dora)
    before = run.mapping
    form = {"map.0": "name", "map.1": "annual_revenue", "factor.1": factor}

    shown = text_of(browser(cast.dora).post(f"/imports/{run.pk}/preview", form))

    run.refresh_from_db()
    assert words in shown
    assert run.mapping == before


def test_the_check_shows_new_stages_in_order_and_takes_another(cast: Cast):
    pipelines.ensure_pipeline(by=cast.dora, at=AT)
    rows = "name,stage\nA,Engaging\nB,Prospecting\nC,Won\n"
    run = checked("deal", rows, cast.dora, create_missing=True)
    client = browser(cast.dora)

    shown = text_of(client.get(f"/imports/{run.pk}/check"))
    assert re.search("Prospecting new 1 row .* Engaging new 1 row .* Won 1 row", shown)
    assert "Remove the stages that nobody uses New, Qualified, Proposal, Negotiation" in shown

    form = {"step.stage": ["1", "0", "2", "3"], "kind.stage.0": "open", "likelihood.stage.0": "35"}
    client.post(f"/imports/{run.pk}/start", form)

    run.refresh_from_db()
    kept = run.options["funnel"]["stage"]
    assert [(step["name"], step["likelihood"]) for step in kept["steps"]] == [
        *(("Engaging", 20), ("Prospecting", 35), ("Won", 100), ("Lost", 0))
    ]
    assert (run.state, kept["spare"]) == ("running", [])


def test_numbers_are_grouped_as_the_reader_writes_them(cast: Cast):
    run = bring("company", "name\n" + "".join(f"Firm {number}\n" for number in range(1234)), by=cast.dora)
    client = browser(cast.dora)
    assert "1,234 rows were read" in text_of(client.get(f"/imports/{run.pk}"))

    write.update(registry.get("user"), cast.dora.user_id, {"locale": "ru"}, version=None, by=cast.dora, at=AT)

    assert "1\xa0234" in client.get(f"/imports/{run.pk}").content.decode()
    assert "1\xa0234" in client.get("/imports").content.decode()


@pytest.mark.parametrize(
    ("rows", "tone", "words"),
    [
        ("a@b.example\n", "good", "1 row was read"),
        ("a@b.example\nwrong\n", "warn", "1 of them failed."),
        ("wrong\n", "bad", "every row failed"),
    ],
)
def test_the_notice_of_the_result_tells_what_failed(cast: Cast, rows, tone, words):
    run = bring("contact", f"email\n{rows}", by=cast.dora)

    page = browser(cast.dora).get(f"/imports/{run.pk}").content.decode()

    assert f'class="notice tone-{tone}"' in page
    assert words in page


def test_a_held_import_says_why_and_an_administrator_may_carry_it_on(cast: Cast):
    run = bring("company", "name\nAcme\n", by=cast.ada)
    ImportRun.objects.filter(pk=run.pk).update(state="held", reason="Ada left.")

    assert "Carry it on" not in text_of(browser(cast.ada).get(f"/imports/{run.pk}"))
    shown = text_of(browser(cast.dora).get(f"/imports/{run.pk}"))
    assert "The import is held: Ada left." in shown
    assert "Carry it on" in shown

    browser(cast.dora).post(f"/imports/{run.pk}/carry-on")
    run.refresh_from_db()
    assert (run.state, run.hand_id) == ("running", cast.dora.user_id)


def test_a_file_that_is_no_longer_kept_says_so_and_its_failed_rows_stay(cast: Cast):
    run = bring("contact", "email\na@b.example\nwrong\n", by=cast.ada)
    client = browser(cast.ada)
    assert client.get(f"/imports/{run.pk}/original").status_code == 200
    ImportRun.objects.filter(pk=run.pk).update(dropped_at=AT)

    assert client.get(f"/imports/{run.pk}/original").status_code == 410
    assert "The file itself was dropped on 2 Mar" in text_of(client.get(f"/imports/{run.pk}"))
    assert b"wrong,3," in b"".join(client.get(f"/imports/{run.pk}/errors.csv"))


def test_what_people_import_stands_first_and_the_rest_behind_more(cast: Cast):
    html = browser(cast.dora).get("/imports").content.decode()
    first, _summary, more = html.partition("<summary>")
    value = re.compile(r'name="object" value="(\w+)"')

    assert {"company", "contact", "deal", "lead", "order", "product", "task", "user"} == set(
        value.findall(first)
    )
    assert {"pipeline", "stage", "team"} <= set(value.findall(more))


def test_an_analyst_is_told_that_they_import_nothing_and_sees_what_they_once_did(cast: Cast):
    client = browser(cast.ann)
    refused = client.get("/imports")
    assert (refused.status_code, "brings nothing in" in text_of(refused)) == (403, True)
    run = bring("company", "name\nAcme\n", by=cast.ada)
    ImportRun.objects.filter(pk=run.pk).update(actor_id=cast.ann.user_id)

    shown = text_of(client.get("/imports"))

    assert "rows.csv" in shown
    assert "You may not import" in shown


def test_the_bin_offers_what_is_in_the_menu_and_the_rest_behind_more(cast: Cast):
    html = browser(cast.dora).get("/bin").content.decode()
    tabs, _menu, more = html[html.index('aria-label="Kinds"') :].partition('id="menu-kinds"')

    assert "/bin?kind=companies" in tabs
    assert "/bin?kind=stages" not in tabs
    assert "/bin?kind=stages" in more


def test_all_unknown_names_become_records_at_once(cast: Cast):
    run = checked("contact", "name,company\nA,Acme\nB,Beta\nC,Acme\n", cast.ada)
    client = browser(cast.ada)
    page = client.get(f"/imports/{run.pk}/check").content.decode()
    assert "Create all of them" in page
    fields = dict.fromkeys(re.findall(r'name="(decide\.[^"]+)"', page), "fail")

    client.post(f"/imports/{run.pk}/check", {**fields, "create_missing": "1"})
    run.refresh_from_db()
    check.work(run, by=cast.ada, step=STEP)

    assert (run.findings["failing"], run.findings["new"]) == (0, 3)
    assert "Create all of them" not in client.get(f"/imports/{run.pk}/check").content.decode()


def test_what_was_decided_about_a_name_can_be_decided_otherwise(cast: Cast):
    run = checked("contact", "name,company\nA,Acme Holding\n", cast.ada)
    client = browser(cast.ada)
    for decision in ("empty", "create"):
        client.post(f"/imports/{run.pk}/check", {"decide.company.acme holding": decision})
        run.refresh_from_db()
        check.work(run, by=cast.ada, step=STEP)

        page = client.get(f"/imports/{run.pk}/check").content.decode()
        assert f'value="{decision}" selected' in page
        assert run.findings["failing"] == 0
