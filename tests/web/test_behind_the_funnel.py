"""From each figure of the funnel to its deals, and from there to a view of their list."""

import re

import pytest

from odnos.analytics.findings import jobs, runs, segments  # noqa: F401 -- the worker finds its jobs by itself
from odnos.engine.views.models import SavedView
from tests.web.sales import browser_of, listed, make_company, make_deal, make_pipeline

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor(cast, analytics):
    stages = make_pipeline()
    oak = make_company(cast.ada, name="Oak & Sons")
    for name, values in {
        "Chairs": {"stage": stages["Won"], "closed_on": "2026-02-10", "company": oak.id, "source": "Fair"},
        "Tables": {"stage": stages["Offer"]},
        "Lamps": {
            "stage": stages["Lost"],
            "closed_on": "2026-01-20",
            "lost_reason": "price",
            "source": "Fair",
        },
    }.items():
        make_deal(cast.ada, stages, name=name, **values)
    make_deal(cast.cleo, stages, name="Secret", stage=stages["Won"], closed_on="2026-02-11", source="Fair")
    analytics.refresh()
    return stages


def names_behind(by, found, part, number=0):
    """Return the deals in the list that the link `number` of a part of the page leads to."""
    rest = found.split(f'aria-label="{part}"')[1].split("</table>")[0]
    links = re.findall(r'class="value-link" href="([^"]+)"', rest)
    shown = listed(by, links[number])
    return {name for name in ("Chairs", "Tables", "Lamps", "Secret") if f"<span>{name}</span>" in shown}


@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ("channel", {"Chairs", "Lamps"}),
        ("company", {"Tables", "Lamps"}),
        ("month", {"Chairs", "Tables", "Lamps"}),
    ],
)
def test_each_group_of_the_funnel_leads_to_its_deals(cast, floor, split, expected):
    found = listed(cast.ada, f"/insights/funnel?span=&split={split}")

    assert names_behind(cast.ada, found, "Told apart") == expected


def test_reasons_and_closings_lead_to_their_deals(cast, floor):
    found = listed(cast.ada, "/insights/funnel?span=&grain=month")

    assert names_behind(cast.ada, found, "Why deals were lost") == {"Lamps"}
    totals = (
        names_behind(cast.ada, found, "Closed deals", -6),
        names_behind(cast.ada, found, "Closed deals", -5),
    )
    assert totals == ({"Chairs"}, {"Lamps"})
    assert names_behind(cast.ada, found, "From beginning to end") == {"Chairs"}


def test_deals_behind_a_figure_become_a_view(cast, floor):
    address = f"/insights/funnel/deals?pipeline={floor['']}&span=&stage=2&what=reached"
    browser_of(cast.ada).post(address, {"name": "Won ones"})

    view = SavedView.objects.get()
    assert view.object_key == "deal"
    shown = listed(cast.ada, f"/deals?view=v{view.pk}")
    assert "Chairs" in shown
    assert "Tables" not in shown
