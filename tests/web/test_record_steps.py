"""The page of a record: a deal's steps along its path, and a lead's into a deal."""

from tests.people import Cast
from tests.web.sales import browser_of, deal_of, htmx, make


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


def test_a_lead_becomes_a_deal_from_its_page(cast: Cast, floor):
    lead = make("lead", cast.ada, name="Lea Zupan", company_name="Lipa")
    client = browser_of(cast.ada)

    assert "Convert…" in client.get(f"/leads/{lead.id}").content.decode()
    answer = client.post(
        f"/leads/{lead.id}/convert", {"company": "", "contact": "", "deal": "Lamps for Lipa"}
    )

    assert answer["Location"].startswith("/deals/")
    assert "Convert…" not in client.get(f"/leads/{lead.id}").content.decode()
