"""Deals that reports of the tests ask about, and their answers read from a page."""

import json
import re
from urllib.parse import urlencode

import pytest

from tests.web.sales import browser_of, make_company, make_deal, make_pipeline

RESULT = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def sales(cast, analytics):
    """Three deals of Ada, one of Ben, one of Cleo, and the store that knows them."""
    stages = make_pipeline()
    company = make_company(cast.ada, industry="Retail")
    for number in range(3):
        make_deal(cast.ada, stages, name=f"A{number}", amount="100 EUR", company=company.id)
    make_deal(cast.ben, stages, name="B", amount="50 EUR")
    make_deal(cast.cleo, stages, name="C", amount="1000 EUR")
    analytics.refresh()
    return stages


def ask(**given):
    return {"object": "deal", "measures": [{"kind": "count"}], **given}


def result(by, asked, **more):
    given = urlencode({"ask": json.dumps(asked), **more})
    return browser_of(by).get(f"/reports/result?{given}", **RESULT).content.decode()


def cells(html):
    """Return the table as lists of text."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    return [
        [
            re.sub(r"<[^>]+>|\s+", " ", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in rows
    ]
