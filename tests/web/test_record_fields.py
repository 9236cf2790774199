"""The page of a record: a field changed in place, alone or while somebody else changes it."""

from odnos.engine.audit.models import Entry
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of, deal_of, htmx, make


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
