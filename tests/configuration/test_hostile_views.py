"""Views out of a file: whatever they say, the list they are of still opens."""

import json

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.configuration.broken import Broken
from odnos.engine.views import saved
from tests.configuration.company import applied
from tests.people import Cast
from tests.web.sales import browser_of, make_pipeline


@pytest.mark.parametrize(
    "look",
    [
        {"kind": "spell"},
        {"sort": "-nothing"},
        {"columns": ["nothing", "name"]},
        {"group_by": "nothing", "kind": "board"},
        {"filter": "nothing.is:1"},
        {"filter": "((("},
        {"options": {"widths": "wide", "totals": 7, "span": []}},
        {"kind": "calendar", "group_by": "name"},
        {"editors": "everybody"},
    ],
)
def test_a_view_that_makes_no_sense_is_refused_or_shown_as_far_as_it_does(cast: Cast, look):
    make_pipeline()
    view = {"object": "deal", "name": "Odd", **look}
    text = json.dumps(
        {"odnos": "configuration", "format": 1, "version": "0.1.0", "definitions": {"view": [view]}}
    )
    refused = ""
    try:
        applied(text, cast.dora)
    except (Broken, Denied) as refusal:
        refused = str(refusal)
    if refused:
        assert ("definitions.view[0]" in refused, saved.of("deal", by=cast.ada)) == (True, [])
        return
    [kept] = saved.of("deal", by=cast.ada)
    client = browser_of(cast.ada)
    for address in (f"/deals?view={kept.pk}", f"/deals/board?view={kept.pk}"):
        assert client.get(address).status_code in (200, 302, 400, 422)
