"""Figures that are there for a page and away when all its records are asked for: nothing is kept, and it is said."""

from html import unescape

import pytest

from odnos.analytics.analyses import cohorts
from odnos.analytics.store.answer import StoreError
from odnos.engine.views.models import SavedView, Segment
from odnos.web.pages.analyses import behind
from tests.web.sales import browser_of
from tests.web.test_segments import CELL, buyers  # noqa: F401 -- buyers is a fixture

pytestmark = pytest.mark.django_db


def test_figures_that_are_away_are_told_of_and_nothing_is_kept(cast, buyers, monkeypatch):  # noqa: F811 -- the fixture
    whole = cohorts.customers

    def away(*asked, most, **put):
        if most > 1:
            raise StoreError("The figures are away.")
        return whole(*asked, most=most, **put)

    monkeypatch.setattr(behind, "LOOKED_AT", 1)
    monkeypatch.setattr(cohorts, "customers", away)
    answer = browser_of(cast.dora).post(f"{CELL}0", {"name": "All"})

    assert "The figures are away." in unescape(answer.content.decode())
    assert not SavedView.objects.exists()
    assert not Segment.objects.exists()
