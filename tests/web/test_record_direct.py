"""An address opened by itself is a whole page, whatever is written behind it."""

import pytest

from tests.people import Cast
from tests.web.sales import browser_of, htmx, make_deal, make_pipeline


@pytest.mark.parametrize("query", ["", "?panel=1", "?panel=1&show=note"])
def test_a_record_opened_directly_is_a_whole_page(cast: Cast, query: str):
    deal = make_deal(cast.ada, make_pipeline())
    client = browser_of(cast.ada)

    assert "<!doctype html>" in client.get(f"/deals/{deal.id}{query}").content.decode().lower()
    beside = client.get(f"/deals/{deal.id}{query}", headers=htmx("panel")).content.decode().lower()
    assert "<!doctype html>" not in beside
