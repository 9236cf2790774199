"""From each figure of an analysis to its records, and from there to a segment: a view of their list."""

import re
from html import unescape

import pytest

from odnos.engine.views.models import SavedView
from tests.web.sales import browser_of, make, make_company, make_deal, make_pipeline, page

pytestmark = pytest.mark.django_db
CELL = "/insights/cohorts/customers?grain=week&first=2025-12-01&last=2026-03-02&start=2026-02-02&age="


@pytest.fixture
def buyers(cast, analytics):
    """Two companies that bought first in one week; Ada may not see Yew, whose order is hers all the same."""
    oak = make_company(cast.ada, name="Oak & Sons")
    yew = make_company(cast.cleo, name="Yew")
    for number, (company, day) in enumerate(((oak, "02"), (yew, "03"), (oak, "09"))):
        values = {"company": company.id, "placed_at": f"2026-02-{day}T12:00", "total": "100 EUR"}
        make("order", cast.dora, number=f"O-{number}", owner=cast.ada.user_id, **values)
    analytics.refresh()
    return oak, yew


def listed(by, address):
    answer = page(by, address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_a_cell_of_cohorts_becomes_a_segment_of_those_whom_one_may_see(cast, buyers):
    found = listed(cast.ada, f"{CELL}0")
    assert "Oak & Sons" in found
    assert "Companies (1)" not in found  # of one kind there is nothing to choose
    answer = browser_of(cast.ada).post(f"{CELL}0", {"name": "Came in February"})

    view = SavedView.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/companies?view=v{view.pk}")
    assert (view.name, view.filter, view.user_id, view.audience) == (
        "Came in February",
        f"id.in:[{buyers[0].id}]",
        cast.ada.user_id,
        "private",
    )
    opened = listed(cast.ada, answer["Location"])
    assert "Oak & Sons" in opened
    assert "Yew" not in opened


def test_the_retained_are_a_segment_of_their_own(cast, buyers):
    browser_of(cast.dora).post(f"{CELL}1", {"name": "Came back", "audience": "everyone"})

    view = SavedView.objects.get()
    assert (view.filter, view.audience) == (f"id.in:[{buyers[0].id}]", "everyone")


def test_a_segment_needs_a_name_and_somebody_in_it(cast, buyers):
    ada = browser_of(cast.ada)

    nameless = ada.post(f"{CELL}0", {"name": " "})
    empty = ada.post(f"{CELL}2", {"name": "Nobody"})

    assert (nameless.status_code, empty.status_code) == (422, 422)
    assert "Give the view a name" in nameless.content.decode()
    assert not SavedView.objects.exists()


def test_nobody_opens_a_segment_to_more_people_than_they_may(cast, buyers):
    answer = browser_of(cast.ada).post(f"{CELL}0", {"name": "All", "audience": "everyone"})

    assert answer.status_code == 403
    assert not SavedView.objects.exists()


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


def test_a_list_says_how_many_were_chosen_not_their_numbers(cast, buyers):
    shown = listed(cast.ada, "/companies?view=all&filter=id.in:[1,2,3,4,5]")

    assert "5 chosen" in shown
    built = listed(cast.ada, "/companies/filter?view=all&filter=id.in:[1,2,3,4,5]")
    assert '"path":"id"' in built
