"""The page of a record: a deal's products and its people."""

from odnos.engine.records import read
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, htmx, kind, make


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
