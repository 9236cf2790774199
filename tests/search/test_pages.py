"""The search page, the palette and the options of a combo."""

import re

import pytest
from django.test import Client

from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.engine.views import seen
from odnos.objects.registry import registry
from tests.people import NOON

pytestmark = pytest.mark.django_db


def client_of(actor):
    client = Client(headers={"host": "localhost"})
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="odnos.engine.access.passwords.EmailBackend"
    )
    return client


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON).id


def text(response):
    assert response.status_code == 200, response.content[:500]
    return response.content.decode()


def test_the_palette_marks_what_was_typed_and_links_to_the_record(cast):
    record_id = make("contact", cast.ada, name="Пётр <Иванов>", email="petr@romashka.example")

    html = text(client_of(cast.ada).get("/search", {"q": "bdfyjd", "part": "palette"}))

    assert f'href="/contacts/{record_id}"' in html
    assert "Пётр &lt;<mark>Иванов</mark>&gt;" in html
    assert "<html" not in html


def test_the_palette_shows_nothing_of_other_teams(cast):
    make("contact", cast.ada, name="Пётр Иванов")

    html = text(client_of(cast.cleo).get("/search", {"q": "иванов", "part": "palette"}))

    assert "Пётр" not in html
    assert "Nothing found for “иванов”." in html


def test_an_empty_palette_offers_actions_and_what_was_seen(cast):
    record_id = make("contact", cast.ada, name="Пётр Иванов")
    client = client_of(cast.ada)
    seen.remember(("contact", record_id), by=cast.ada, at=NOON)
    seen.remember(("contact", 999), by=cast.ada, at=NOON)

    html = text(client.get("/search", {"q": "", "part": "palette"}))

    assert re.findall(r'aria-label="([^"]+)"', html) == ["Recently seen", "Actions"]
    assert f'href="/contacts/{record_id}"' in html
    assert 'href="/contacts/new"' in html
    assert 'href="/deals"' in html


def test_an_action_is_found_on_either_keyboard_layout(cast):
    client = client_of(cast.ada)

    for typed in ("new con", "туц сщт"):
        assert "New: Contact" in text(client.get("/search", {"q": typed, "part": "palette"}))


def test_an_analyst_is_offered_nothing_to_make(cast):
    html = text(client_of(cast.ann).get("/search", {"q": "", "part": "palette"}))

    assert "/new" not in html
    assert 'href="/contacts"' in html


def test_the_page_groups_results_and_says_when_there_are_none(cast):
    make("contact", cast.ada, name="Ann Lime")
    make("company", cast.ada, name="Lime")
    client = client_of(cast.ada)

    html = text(client.get("/search", {"q": "lime"}))

    assert re.findall(r"<h2>([^<]+)</h2>", html) == ["Companies", "Contacts"]
    assert "Nothing found for “xyz”." in text(client.get("/search", {"q": "xyz"}))
    assert text(client.get("/search"))


def test_more_than_a_page_holds_is_one_link_away(cast):
    for number in range(11):
        make("contact", cast.ada, name=f"Lime, {number}")

    html = text(client_of(cast.ada).get("/search", {"q": "lime,"}))

    assert 'href="/contacts?filter=name.contains:&#34;lime,&#34;"' in html


def test_a_combo_is_answered_with_one_object_and_an_offer_to_make_another(cast):
    make("contact", cast.ada, name="Lime Ann")
    record_id = make("company", cast.ada, name="Lime")
    client = client_of(cast.ada)

    html = text(client.get("/search/options", {"object": "company", "q": "lim"}))

    assert f'data-value="{record_id}"' in html
    assert "Ann" not in html
    assert "New: lim" in html
    assert "New:" not in text(client.get("/search/options", {"object": "company", "q": "lime"}))
    assert f'data-value="{record_id}"' in text(client.get("/search/options", {"object": "company", "q": ""}))
    assert client.get("/search/options", {"object": "nonsense"}).status_code == 404


def test_nobody_searches_without_signing_in(cast):
    assert Client(headers={"host": "localhost"}).get("/search", {"q": "x"}).status_code == 302


def test_what_is_not_found_can_be_made_under_the_name_that_was_typed(cast):
    html = text(client_of(cast.ada).get("/search", {"q": "Café & Co", "part": "palette"}))

    assert "Nothing found for “Café &amp; Co”." in html
    assert 'href="/companies/new?name=Caf%C3%A9+%26+Co"' in html
    assert 'value="Café &amp; Co"' in text(client_of(cast.ada).get("/companies/new?name=Caf%C3%A9+%26+Co"))
    assert "/new?" not in text(client_of(cast.ann).get("/search", {"q": "Café & Co", "part": "palette"}))


def test_the_palette_leads_to_the_page_of_all_results(cast):
    for number in range(6):
        make("company", cast.ada, name=f"Acme {number}")

    assert 'href="/search?q=acme"' in text(
        client_of(cast.ada).get("/search", {"q": "acme", "part": "palette"})
    )
