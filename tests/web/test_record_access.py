"""The page of a record: to whom it is shown, and who may change what."""

from odnos.engine.access.actor import system_actor
from odnos.engine.audit.models import Entry
from odnos.engine.records import shares, write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, htmx, make_company, page


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


def test_hidden_records_are_not_named_on_the_page(cast: Cast, floor):
    deal, *_rest = floor
    secret = make_company(cast.cleo, name="Secret Ltd")
    write.update(deal.type, deal.id, {"company": secret.id}, version=None, by=system_actor("test"), at=NOON)

    html = page(cast.ada, f"/deals/{deal.id}").content.decode()

    assert "Secret Ltd" not in html
    assert "Hidden" in html


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
