"""A deal on the sales floor, for tests of a record's page."""

import pytest

from tests.people import Cast

pytest.register_assert_rewrite("tests.web.reported")  # it is imported for its words before it is a plugin


@pytest.fixture
def floor(cast: Cast):
    """A deal with everything around it."""
    from tests.web.sales import make, make_company, make_deal, make_pipeline

    stages = make_pipeline()
    company = make_company(cast.ada)
    mia = make("contact", cast.ada, name="Mia Kos", company=company.id, job_title="Buyer")
    deal = make_deal(cast.ada, stages, company=company.id, contacts=[{"id": mia.id, "role": "champion"}])
    lamp = make("product", cast.dora, name="Lamp", price="12.50 EUR")
    make("deal_line", cast.ada, deal=deal.id, product=lamp.id, quantity=3, discount=10)
    make("note", cast.ben, about=deal.reference, body="They <b>like</b> it")
    make("task", cast.ada, about=deal.reference, name="Send offer", due_on="2026-03-01")
    return deal, stages, company, mia
