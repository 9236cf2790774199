"""People side by side: what each did, won and kept, every figure leading to its records."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from tests.people import NOON
from tests.web.reported import cells
from tests.web.sales import browser_of, make, make_company, make_deal

pytest_plugins = ("tests.web.reported",)


def test_people_stand_side_by_side_with_figures_that_lead_to_their_records(cast, sales):
    html = browser_of(cast.ada).get("/reports/people?span=2026-01-01..2026-12-31&now=1").content.decode()
    table = cells(html)
    page = browser_of(cast.ada).get("/reports/people").content.decode()

    assert table[1][0] == "Person"
    assert [row[0] for row in table[2:]] == ["Ada", "Ben", "Total"]
    place = table[1].index("Created")
    assert [row[place] for row in table[2:]] == ["3", "1", "4"]
    assert table[1][1:6] == ["Tasks added", "Tasks done", "Calls made", "Meetings held", "Notes"]
    assert "Mails" not in table[1]
    assert 'hx-get="/reports/people"' in page
    assert "Cleo" not in html
    assert (
        "Cleo"
        in browser_of(cast.dora).get("/reports/people?span=2026-01-01..2026-12-31&now=1").content.decode()
    )


def people_of(by, span):
    """Return the table of people as {person: {column: (text, address)}}."""
    html = browser_of(by).get(f"/reports/people?span={span}&now=1").content.decode()
    heads = cells(html)[1][1:]
    found = {}
    for row in re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)[2:]:
        name, *rest = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        told = [
            (re.sub(r"<[^>]+>|\s+", " ", cell).strip(), re.findall(r'href="([^"]+)"', cell)) for cell in rest
        ]
        found[re.sub(r"<[^>]+>|\s+", " ", name).strip()] = dict(zip(heads, told, strict=True))
    return found


def test_deadlines_cycles_and_kept_customers_stand_beside_what_was_done(cast, sales, analytics):
    company = make_company(cast.ada, name="Oak")
    for closed, began in (("2026-01-20", "2026-01-10"), ("2026-02-20", "2026-01-31")):
        make_deal(
            cast.ada,
            sales,
            name=closed,
            stage=sales["Won"],
            company=company.id,
            started_on=began,
            closed_on=closed,
        )
    for due, kind, is_done in (
        ("2026-02-26", "call", True),
        ("2026-03-30", "demo", True),
        ("2026-02-20", "todo", False),
    ):
        make("task", cast.ada, name=due, due_on=due, kind=kind, is_done=is_done)
    analytics.refresh()

    today = NOON.date()
    found = people_of(cast.ada, f"2026-02-01..{today}")["Ada"]

    late = (today - dt.date(2026, 2, 26)).days
    told = {name: text for name, (text, _href) in found.items()}
    assert {
        name: told[name] for name in ("Tasks done", "Calls made", "Meetings held", "Late now", "Done late")
    } == {
        "Tasks done": "2",
        "Calls made": "1",
        "Meetings held": "1",
        "Late now": "1",
        "Done late": "1",
    }
    now = dt.datetime.now(ZoneInfo(cast.ada.timezone)).date()
    assert told["Late now, mean days"] == f"{(now - dt.date(2026, 2, 20)).days} d"
    assert (told["Done late, share"], told["Done late, mean days"]) == ("50.0%", f"{late}")
    assert (told["Days to win"], told["Customers kept"]) == ("20 d", "100.0%")
    [href] = found["Customers kept"][1]
    page = browser_of(cast.ada).get(href.replace("&amp;", "&")).content.decode()
    assert re.findall(r'row-link" href="/companies/\d+"><span class="avatar[^>]*title="(\w+)"', page) == [
        "Oak"
    ]
    [href] = found["Done late"][1]
    page = browser_of(cast.ada).get(href.replace("&amp;", "&")).content.decode()
    assert re.findall(r'row-link" href="/tasks/\d+"><span>([\w-]+)<', page) == ["2026-02-26"]
