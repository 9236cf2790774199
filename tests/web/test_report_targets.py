"""The target of a gauge: written in the builder as people say it, and drawn as far as the figure has come."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.web.reported import RESULT, ask, result
from tests.web.sales import browser_of

pytest_plugins = ("tests.web.reported",)
SUM = {"m_kind": "sum", "m_path": "amount"}
WON_OF_ALL = {"m_kind": "ratio", "m_of": "count", "m_by": "count", "m_where": "status.is:won"}
NAMES = ("m_kind", "m_path", "m_since", "m_shown", "m_where", "m_label", "m_of", "m_by", "m_by_where")


def built(by, target, **figure):
    """Return what the builder's form makes of a target, and the page with the form again."""
    form = [*((name, figure.get(name, "")) for name in NAMES), ("formed", "1"), ("object", "deal")]
    form += [("was", "deal"), ("subtotals", "1"), ("chart", "gauge"), ("target", target)]
    answer = browser_of(by).get(f"/reports/new?{urlencode(form)}", **RESULT, HTTP_HX_TARGET="report")
    kept = json.loads(parse_qs(urlsplit(answer["HX-Push-Url"]).query)["ask"][0])
    return kept.get("target"), answer.content.decode()


def test_a_sum_has_its_target_in_its_own_unit(cast, sales):
    target, page = built(cast.ada, "1000.5", **SUM)

    assert target == "1000.5"
    assert 'id="report-target" value="1000.5"' in page
    assert "Target, %" not in page


def test_a_share_has_its_target_in_per_cent(cast, sales):
    target, page = built(cast.ada, "80", **WON_OF_ALL)

    assert target == "0.8"
    assert 'id="report-target" value="80"' in page
    assert "Target, %" in page


@pytest.mark.parametrize("written", ["", "0", "-5", "much", "NaN", "1e99"])
def test_what_is_no_positive_number_is_no_target(cast, sales, written):
    assert built(cast.ada, written, **SUM)[0] is None


def test_a_gauge_says_how_far_its_figure_is_on_the_way(cast, sales):
    asked = ask(measures=[{"kind": "sum", "path": "amount"}], chart="gauge", target="700")

    assert "Target: €700 · 50.0%" in result(cast.ada, asked)
