"""The page of a record: what it shows, and what can be done with the record as a whole."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.records import read
from odnos.engine.views.models import Favourite, Seen
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import (
    browser_of,
    deal_of,
    htmx,
    make,
    page,
)


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
def test_every_object_has_a_page_and_a_panel_within_so_many_queries(cast: Cast, floor, key):
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
    tells = any(item.told for item in row.type.layout.related)  # of the records around it too
    assert len(made) <= (25 if tells else 21), "\n".join(query["sql"][:150] for query in made)
    panel = client.get(f"{address}/panel", headers=htmx("panel")).content.decode()
    assert panel.lstrip().startswith('<section class="panel"')
    assert "<html" not in panel


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


def test_a_deleted_record_offers_to_be_restored(cast: Cast, floor):
    deal, *_rest = floor
    client = browser_of(cast.ada)

    gone = client.post(f"/deals/{deal.id}/delete")
    assert (gone.status_code, gone["Location"]) == (302, "/deals")
    assert "is in the bin" in page(cast.ada, f"/deals/{deal.id}").content.decode()
    assert page(cast.cleo, f"/deals/{deal.id}").status_code == 404

    client.post(f"/deals/{deal.id}/restore")
    assert deal_of(deal, cast.ada)["name"] == "Lamps"
