"""The page of a record: what it shows, to whom, and what happens when a value is changed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.access.actor import system_actor
from odnos.engine.audit.models import Entry
from odnos.engine.records import files, read, shares, write
from odnos.engine.views.models import Favourite, Seen
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, htmx, kind, make_company, make_deal, make_pipeline


def make(key, by, **values):
    return write.create(kind(key), values, by=by, at=NOON)


@pytest.fixture
def floor(cast: Cast):
    """A deal with everything around it."""
    stages = make_pipeline()
    company = make_company(cast.ada)
    mia = make("contact", cast.ada, name="Mia Kos", company=company.id, job_title="Buyer")
    deal = make_deal(cast.ada, stages, company=company.id, contacts=[{"id": mia.id, "role": "champion"}])
    lamp = make("product", cast.dora, name="Lamp", price="12.50 EUR")
    make("deal_line", cast.ada, deal=deal.id, product=lamp.id, quantity=3, discount=10)
    make("note", cast.ben, about=deal.reference, body="They <b>like</b> it")
    make("task", cast.ada, about=deal.reference, name="Send offer", due_on="2026-03-01")
    return deal, stages, company, mia


def page(by, address, **options):
    return browser_of(by).get(address, **options)


def test_a_deal_shows_its_path_fields_people_lines_and_story(cast: Cast, floor):
    deal, *_rest = floor

    html = page(cast.ada, f"/deals/{deal.id}").content.decode()

    for words in (
        "<h1",
        "Lamps",
        "Acme",
        "Mia Kos",
        "Champion",
        "€33.75",
        "Send offer",
        "They &lt;b&gt;like&lt;/b&gt; it",
        "created this deal",
    ):
        assert words in html, words
    assert re.findall(r'class="stage( [a-z -]*)?"', html) == [" is-current", "", " is-won", " is-lost"]


@pytest.mark.parametrize(
    "key",
    [
        "company",
        "contact",
        "lead",
        "product",
        "deal",
        "task",
        "note",
        "pipeline",
        "stage",
        "user",
        "team",
        "deal_line",
        "list",
    ],
)
def test_every_object_has_a_page_and_a_panel_within_twenty_queries(cast: Cast, floor, key):
    if key == "lead":
        make("lead", cast.ada, name="Lea")
    if key == "list":
        make("list", cast.ada, name="Fair")
    row = read.query(registry.get(key), by=cast.ada, at=NOON, limit=1).rows[0]
    client, address = browser_of(cast.ada), f"/{registry.get(key).plural_key}/{row.id}"
    client.get(address)

    with CaptureQueriesContext(
        connection,
    ) as made:
        answer = client.get(address)

    assert answer.status_code == 200
    assert len(made) <= 20, "\n".join(query["sql"][:150] for query in made)
    panel = client.get(f"{address}/panel", headers=htmx("panel")).content.decode()
    assert panel.lstrip().startswith('<section class="panel"')
    assert "<html" not in panel


def test_nobody_opens_a_record_out_of_reach(cast: Cast, floor):
    deal, *_rest = floor

    for address in (
        f"/deals/{deal.id}",
        f"/deals/{deal.id}/panel",
        f"/deals/{deal.id}/timeline",
        f"/deals/{deal.id}/field/name",
        f"/deals/{deal.id}/share",
        f"/deals/{deal.id}/merge",
        f"/deals/{deal.id}/lose",
    ):
        assert page(cast.cleo, address).status_code == 404, address
    assert page(cast.ada, "/deals/999999").status_code == 404


def test_an_analyst_reads_and_is_offered_nothing_to_change(cast: Cast, floor):
    deal, *_rest = floor

    html = page(cast.ann, f"/deals/{deal.id}").content.decode()

    assert "data-edit=" not in html
    assert 'id="compose-note"' not in html
    assert 'data-field="name"' in html
    assert page(cast.ann, f"/deals/{deal.id}/field/name").status_code == 403


def test_nothing_can_be_posted_by_those_who_may_not(cast: Cast, floor):
    deal, stages, *_rest = floor
    entries = Entry.objects.count()

    for by, refused in ((cast.ann, 403), (cast.cleo, 404)):
        client = browser_of(by)
        for path, values in (
            ("field/name", {"name": "Mine", "version": 1}),
            ("stage", {"stage": stages["Won"]}),
            ("win", {}),
            ("delete", {}),
            ("share", {"user": by.user_id}),
            ("links/contacts", {"record": 1}),
            ("notes", {"body": "x"}),
        ):
            answer = client.post(f"/deals/{deal.id}/{path}", values)
            assert answer.status_code in (refused, 403, 404, 422), (by.name, path, answer.status_code)
    assert Entry.objects.count() == entries
    assert deal_of(deal, cast.ada).version == 1


def test_a_field_is_saved_and_answered_with_its_new_inside(cast: Cast, floor):
    deal, *_rest = floor
    client = browser_of(cast.ada)

    form = client.get(f"/deals/{deal.id}/field/amount", headers=htmx()).content.decode()
    answer = client.post(
        f"/deals/{deal.id}/field/amount",
        {"amount": "1,250.50", "amount_currency": "EUR", "version": 1},
        headers=htmx(),
    )

    assert 'name="amount"' in form
    assert 'name="version" value="1"' in form
    assert (answer.status_code, answer["X-Version"]) == (200, "2")
    assert "€1,250.50" in answer.content.decode()


def test_without_script_a_field_has_a_page_of_its_own(cast: Cast, floor):
    deal, *_rest = floor
    client = browser_of(cast.ada)

    assert "<html" in client.get(f"/deals/{deal.id}/field/name").content.decode()
    answer = client.post(f"/deals/{deal.id}/field/name", {"name": "Better", "version": 1})
    assert (answer.status_code, answer["Location"]) == (302, f"/deals/{deal.id}")


def test_a_mistake_stands_at_its_field_and_changes_nothing(cast: Cast, floor):
    deal, *_rest = floor

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/field/name", {"name": " ", "version": 1}, headers=htmx()
    )

    assert answer.status_code == 422
    assert "Fill this in." in answer.content.decode()
    assert deal_of(deal, cast.ada)["name"] == "Lamps"


def test_links_edited_in_place_keep_their_roles(cast: Cast, floor):
    deal, _stages, _company, mia = floor
    other = make("contact", cast.ada, name="Bor")

    browser_of(cast.ada).post(
        f"/deals/{deal.id}/field/contacts", {"contacts": f"{mia.id},{other.id}", "version": 1}, headers=htmx()
    )

    assert [(item.id, item.role) for item in deal_of(deal, cast.ada)["contacts"]] == [
        (mia.id, "champion"),
        (other.id, ""),
    ]


def test_the_second_of_two_is_asked_and_their_choice_is_written(cast: Cast, floor):
    deal, *_rest = floor
    write.update(deal.type, deal.id, {"name": "By Ben", "source": "event"}, version=1, by=cast.ben, at=NOON)
    client = browser_of(cast.ada)

    asked = client.post(f"/deals/{deal.id}/field/name", {"name": "By Ada", "version": 1}, headers=htmx())
    html = asked.content.decode()
    assert asked.status_code == 409
    for words in ("By Ben", "By Ada", "Ben", "Source", 'name="version" value="2"'):
        assert words in html, words
    assert deal_of(deal, cast.ada)["name"] == "By Ben"

    client.post(f"/deals/{deal.id}/conflict", {"version": 2, "mine.name": '"By Ada"', "pick.name": "right"})
    assert deal_of(deal, cast.ada)["name"] == "By Ben"
    client.post(f"/deals/{deal.id}/conflict", {"version": 2, "mine.name": '"By Ada"', "pick.name": "left"})
    assert deal_of(deal, cast.ada)["name"] == "By Ada"
    assert (
        client.post(
            f"/deals/{deal.id}/conflict", {"version": 2, "mine.name": '"Late"', "pick.name": "left"}
        ).status_code
        == 409
    )


def test_two_who_change_different_fields_do_not_disturb_one_another(cast: Cast, floor):
    deal, *_rest = floor
    write.update(deal.type, deal.id, {"source": "event"}, version=1, by=cast.ben, at=NOON)

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/field/name", {"name": "By Ada", "version": 1}, headers=htmx()
    )

    now = deal_of(deal, cast.ada)
    assert (answer.status_code, now["name"], now["source"]) == (200, "By Ada", "event")


def test_a_step_along_the_path_and_a_loss_with_its_reason(cast: Cast, floor):
    deal, stages, *_rest = floor
    client = browser_of(cast.ada)

    client.post(f"/deals/{deal.id}/stage", {"stage": stages["Offer"], "version": 1})
    assert deal_of(deal, cast.ada)["stage"] == stages["Offer"]
    asked = client.post(f"/deals/{deal.id}/stage", {"stage": stages["Lost"], "version": 2}, headers=htmx())
    assert "Why was it lost?" in asked.content.decode()
    assert deal_of(deal, cast.ada)["status"] == "open"
    assert (
        client.post(
            f"/deals/{deal.id}/stage",
            {"stage": stages["Lost"], "version": 2, "lost_reason": ""},
            headers=htmx(),
        ).status_code
        == 422
    )

    client.post(f"/deals/{deal.id}/stage", {"stage": stages["Lost"], "version": 2, "lost_reason": "Price"})

    now = deal_of(deal, cast.ada)
    assert (now["status"], now["lost_reason"]) == ("lost", "price")


def test_a_step_answers_with_the_record_where_it_stands(cast: Cast, floor):
    deal, stages, *_rest = floor

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/stage",
        {"stage": stages["Won"], "version": 1},
        headers={**htmx(), "HX-Current-URL": f"http://testserver/deals/{deal.id}"},
    )

    assert answer["HX-Retarget"] == "#record"
    assert "Well done!" in answer["HX-Trigger"]
    assert 'data-version="2"' in answer.content.decode()


def test_a_note_with_its_file_and_a_task_are_written_on_the_timeline(cast: Cast, floor, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.FILES = tmp_path
    deal, *_rest = floor
    client = browser_of(cast.ada)

    noted = client.post(
        f"/deals/{deal.id}/notes",
        {
            "body": "Offer sent",
            "file": SimpleUploadedFile("offer.html", b"<script>alert(1)</script>", "text/html"),
        },
        headers=htmx(),
    )
    planned = client.post(
        f"/deals/{deal.id}/tasks",
        {"name": "Call back", "due_on": "2026-03-09", "assignee": cast.ben.user_id},
        headers=htmx(),
    )

    assert "Offer sent" in noted.content.decode()
    assert 'id="timeline"' in noted.content.decode()
    assert "Call back" in planned.content.decode()
    sha = read.query(kind("note"), by=cast.ada, at=NOON, sort="-id").rows[0]["file"]["sha256"]
    got = client.get(f"/files/{sha}/offer.html")
    assert (b"".join(got.streaming_content), got["Content-Type"]) == (
        b"<script>alert(1)</script>",
        "application/octet-stream",
    )
    assert got["Content-Disposition"] == 'attachment; filename="offer.html"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert browser_of(cast.cleo).get(f"/files/{sha}/offer.html").status_code == 404
    assert client.get("/files/../settings/x").status_code == 404


def test_a_note_without_words_is_refused_where_it_was_written(cast: Cast, floor):
    deal, *_rest = floor

    answer = browser_of(cast.ada).post(f"/deals/{deal.id}/notes", {"body": " "}, headers=htmx())

    assert answer.status_code == 422
    assert "Fill this in." in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_with_its_reason(
    cast: Cast, floor, settings, tmp_path, monkeypatch
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.FILES = tmp_path
    monkeypatch.setattr(files.store, "__kwdefaults__", {"largest": 4})
    deal, *_rest = floor

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/notes",
        {"body": "x", "file": SimpleUploadedFile("a.bin", b"12345")},
        headers=htmx(),
    )

    assert answer.status_code == 422
    assert "too large" in answer.content.decode()


def test_a_task_is_ticked_where_it_stands(cast: Cast, floor):
    task = read.query(kind("task"), by=cast.ada, at=NOON).rows[0]
    client = browser_of(cast.ada)

    ticked = client.post(f"/tasks/{task.id}/complete?tick=1", headers=htmx()).content.decode()
    again = client.post(f"/tasks/{task.id}/reopen?tick=1", headers=htmx()).content.decode()

    assert "is-done" in ticked
    assert f"/tasks/{task.id}/reopen" in ticked
    assert "is-done" not in again


def test_lines_are_summed_exactly_and_offered_to_the_amount(cast: Cast, floor):
    deal, *_rest = floor
    lamp = read.query(kind("product"), by=cast.ada, at=NOON).rows[0]
    client = browser_of(cast.ada)

    added = client.post(
        f"/deals/{deal.id}/lines/deal_line",
        {"product": lamp.id, "quantity": "0.3333", "unit_price": "", "discount": "0"},
        headers=htmx(),
    )
    table = client.get(f"/deals/{deal.id}/lines/deal_line", headers=htmx()).content.decode()

    assert added.status_code == 200
    assert "€37.92" in table
    assert "Set the amount to €37.92" in table
    assert (
        client.post(
            f"/deals/{deal.id}/lines/deal_line", {"product": "", "quantity": "x"}, headers=htmx()
        ).status_code
        == 422
    )


def test_a_person_is_added_to_a_deal_with_a_role_and_taken_away(cast: Cast, floor):
    deal, _stages, _company, mia = floor
    bor = make("contact", cast.ada, name="Bor")
    client = browser_of(cast.ada)

    client.post(f"/deals/{deal.id}/links/contacts", {"record": bor.id, "role": "accountant", "version": 1})
    assert [(item.id, item.role) for item in deal_of(deal, cast.ada)["contacts"]] == [
        (mia.id, "champion"),
        (bor.id, "accountant"),
    ]

    client.post(f"/deals/{deal.id}/links/contacts/{mia.id}/remove", {"version": 2})
    assert [item.id for item in deal_of(deal, cast.ada)["contacts"]] == [bor.id]


def test_a_person_of_another_team_cannot_be_added(cast: Cast, floor):
    deal, *_rest = floor
    secret = make("contact", cast.cleo, name="Secret")

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/links/contacts", {"record": secret.id, "version": 1}, headers=htmx()
    )

    assert answer.status_code == 422
    assert "Secret" not in answer.content.decode()


def test_hidden_records_are_not_named_on_the_page(cast: Cast, floor):
    deal, *_rest = floor
    secret = make_company(cast.cleo, name="Secret Ltd")
    write.update(deal.type, deal.id, {"company": secret.id}, version=None, by=system_actor("test"), at=NOON)

    html = page(cast.ada, f"/deals/{deal.id}").content.decode()

    assert "Secret Ltd" not in html
    assert "Hidden" in html


def test_a_record_is_kept_at_hand_and_seen(cast: Cast, floor):
    deal, *_rest = floor
    client = browser_of(cast.ada)

    client.get(f"/deals/{deal.id}")
    assert Seen.objects.count() == 0
    client.post(f"/deals/{deal.id}/seen")
    client.post(f"/deals/{deal.id}/seen")
    starred = client.post(f"/deals/{deal.id}/favourite", headers=htmx()).content.decode()

    assert list(Seen.objects.values_list("user_id", "object_key", "record_id")) == [
        (cast.ada.user_id, "deal", deal.id)
    ]
    assert Favourite.objects.count() == 1
    assert 'aria-pressed="true"' in starred


def test_a_deal_is_shared_with_a_person_who_then_sees_it(cast: Cast, floor):
    deal, *_rest = floor
    client = browser_of(cast.ada)

    shared = client.post(
        f"/deals/{deal.id}/share", {"user": cast.cleo.user_id, "team": "", "edit": ""}, headers=htmx()
    ).content.decode()
    assert "Cleo" in shared
    assert page(cast.cleo, f"/deals/{deal.id}").status_code == 200
    assert (
        browser_of(cast.cleo).post(f"/deals/{deal.id}/field/name", {"name": "x", "version": 1}).status_code
        == 403
    )

    client.post(f"/deals/{deal.id}/unshare", {"whom": f"user:{cast.cleo.user_id}"})
    assert shares.of(deal.type, deal.id) == []
    assert page(cast.cleo, f"/deals/{deal.id}").status_code == 404


def test_a_deleted_record_offers_to_be_restored(cast: Cast, floor):
    deal, *_rest = floor
    client = browser_of(cast.ada)

    gone = client.post(f"/deals/{deal.id}/delete")
    assert (gone.status_code, gone["Location"]) == (302, "/deals")
    assert "is in the bin" in page(cast.ada, f"/deals/{deal.id}").content.decode()
    assert page(cast.cleo, f"/deals/{deal.id}").status_code == 404

    client.post(f"/deals/{deal.id}/restore")
    assert deal_of(deal, cast.ada)["name"] == "Lamps"


def test_a_lead_becomes_a_deal_from_its_page(cast: Cast, floor):
    lead = make("lead", cast.ada, name="Lea Zupan", company_name="Lipa")
    client = browser_of(cast.ada)

    assert "Convert…" in client.get(f"/leads/{lead.id}").content.decode()
    answer = client.post(
        f"/leads/{lead.id}/convert", {"company": "", "contact": "", "deal": "Lamps for Lipa"}
    )

    assert answer["Location"].startswith("/deals/")
    assert "Convert…" not in client.get(f"/leads/{lead.id}").content.decode()


def test_older_entries_come_page_by_page(cast: Cast, floor):
    deal, *_rest = floor
    for number in range(40):
        make("note", cast.ada, about=deal.reference, body=f"note {number}")
    client = browser_of(cast.ada)

    html = client.get(f"/deals/{deal.id}/timeline?show=note", headers=htmx()).content.decode()
    address = re.search(r'hx-get="([^"]*after[^"]*)"', html)[1].replace("&amp;", "&")
    older = client.get(address, headers=htmx()).content.decode()

    assert html.count("note ") - html.count("a note ") >= 30
    assert "They" in older
    assert 'id="timeline"' not in older
    assert client.get(f"/deals/{deal.id}/timeline?after=%25", headers=htmx()).status_code == 400


def test_amounts_are_written_and_undone_in_the_readers_own_way(cast: Cast, floor):
    deal, *_rest = floor
    user = registry.get("user")
    write.update(user, cast.ada.user_id, {"locale": "sl"}, version=None, by=cast.dora, at=NOON)
    client = browser_of(cast.ada)

    client.post(
        f"/deals/{deal.id}/field/amount",
        {"amount": "1.250,505", "amount_currency": "EUR", "version": 1},
        headers=htmx(),
    )
    form = client.get(f"/deals/{deal.id}/field/amount", headers=htmx()).content.decode()
    client.post(
        f"/deals/{deal.id}/field/amount",
        {"amount": "1", "amount_currency": "EUR", "version": 2},
        headers=htmx(),
    )
    client.post(
        f"/history/entries/{Entry.objects.filter(action='updated', object_key='deal').last().pk}/undo"
    )

    assert 'value="1250,5050"' in form
    assert str(deal_of(deal, cast.ada)["amount"]) == "1250.5050 EUR"
    assert client.get(f"/deals/{deal.id}").status_code == 200
