"""The page of a company tells of its deals by name, and takes nothing of theirs back."""

import re

from odnos.engine.records import write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind, make_company, make_deal, make_pipeline


def test_steps_and_notes_of_deals_are_told_with_a_link(cast: Cast):
    stages = make_pipeline()
    acme = make_company(cast.ada)
    deal = make_deal(cast.ada, stages, company=acme.id, name="Lamps <b>")
    write.update(kind("deal"), deal.id, {"stage": stages["Offer"]}, version=None, by=cast.ada, at=NOON)
    write.update(kind("deal"), deal.id, {"amount": "7 EUR"}, version=None, by=cast.ben, at=NOON)
    write.create(kind("note"), {"about": deal.reference, "body": "They like it"}, by=cast.ben, at=NOON)

    page = browser_of(cast.ada).get(f"/companies/{acme.id}").content.decode()
    words = re.sub(r"\s+", " ", re.sub("<[^>]+>", "", page))

    assert f'<a href="/deals/{deal.id}" class="link">Lamps &lt;b&gt;</a>' in page
    assert "Ada added the deal Lamps &lt;b&gt;" in words
    assert "Ada moved the deal from New to Offer · Lamps &lt;b&gt;" in words
    assert "Ben changed Amount of the deal Lamps &lt;b&gt;" in words
    assert "Ben wrote a note · Lamps &lt;b&gt;" in words
    assert "/history/entries/" not in page
