"""Reports on a page: built, answered, drilled into, kept, reopened, shared, and refused in words."""

import json
import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.access.keeping import narrow
from tests.people import NOON
from tests.web.reported import RESULT, ask, cells, result
from tests.web.sales import browser_of, make_deal

pytest_plugins = ("tests.web.reported",)


def test_an_answer_counts_what_the_asker_may_see_and_no_more(cast, sales):
    by_owner = ask(rows=[{"path": "owner"}])

    assert ["Ada", "3"] in cells(result(cast.ada, by_owner))
    assert ["Total", "4"] in cells(result(cast.ada, by_owner))
    assert ["Total", "5"] in cells(result(cast.dora, by_owner))
    assert "Cleo" not in result(cast.ada, by_owner)


def test_a_number_leads_to_exactly_its_records(cast, sales):
    html = result(cast.ada, ask(rows=[{"path": "owner"}], measures=[{"kind": "sum", "path": "amount"}]))
    [href] = [link for link in re.findall(r'class="figure-link" href="([^"]+)"', html) if "owner" in link][:1]
    page = browser_of(cast.ada).get(href.replace("&amp;", "&")).content.decode()

    assert re.findall(r'row-link" href="/deals/\d+"><span>(\w+)<', page) != []
    assert set(re.findall(r'row-link" href="/deals/\d+"><span>(\w+)<', page)) == {"A0", "A1", "A2"}


def test_the_form_is_read_into_a_definition_that_the_address_keeps(cast, sales):
    form = [
        ("formed", "1"),
        ("object", "deal"),
        ("was", "deal"),
        *[(name, value) for name, value in (("m_kind", "sum"), ("m_path", "amount"), ("m_shown", "share"))],
        *[(name, "") for name in ("m_where", "m_label", "m_of", "m_by", "m_by_where")],
        ("d_path", "company.industry"),
        ("d_place", "row"),
        ("d_grain", ""),
        ("d_bins", ""),
        ("filter", "status.is:open"),
        ("top", "5"),
        ("other", "1"),
        ("chart", "bar"),
    ]
    answer = browser_of(cast.ada).get(
        f"/reports/new?{urlencode(form)}", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="report"
    )
    kept = json.loads(parse_qs(urlsplit(answer["HX-Push-Url"]).query)["ask"][0])

    assert kept == {
        "object": "deal",
        "measures": [{"kind": "sum", "path": "amount", "shown": "share"}],
        "rows": [{"path": "company.industry"}],
        "where": "status.is:open",
        "top": {"number": 5, "by": 0, "other": True},
        "chart": "bar",
        "subtotals": False,
    }
    assert "<html" not in answer.content.decode()


def built(by, **given):
    """Return the figure that the builder's form makes of a line, and the page with the form again."""
    names = ("m_kind", "m_path", "m_since", "m_shown", "m_where", "m_label", "m_of", "m_by", "m_by_where")
    form = [(name, given.get(name, "")) for name in names]
    form += [("formed", "1"), ("object", given["object"]), ("was", given["object"]), ("subtotals", "1")]
    answer = browser_of(by).get(
        f"/reports/new?{urlencode(form)}", HTTP_HX_REQUEST="true", HTTP_HX_TARGET="report"
    )
    kept = json.loads(parse_qs(urlsplit(answer["HX-Push-Url"]).query)["ask"][0])
    return kept["measures"][0], answer.content.decode()


def test_a_time_between_two_dates_is_built_in_the_form(cast, sales):
    begun, page = built(cast.ada, object="deal", m_kind="median", m_path="closed_on")
    assert begun == {"kind": "median", "path": "closed_on", "since": ["created_at"]}
    assert re.search(r'name="m_since" id="m-since-0".*<option value="created_at" selected>', page)

    several, page = built(
        cast.ada, object="deal", m_kind="average", m_path="now", m_since="started_on|created_at"
    )
    assert several == {"kind": "average", "since": ["started_on", "created_at"]}
    assert '<option value="now" selected>today</option>' in page
    assert '<option value="started_on|created_at" selected>Started on or else Created</option>' in page

    assert built(cast.ada, object="task", m_kind="max")[0] == {"kind": "max", "path": "days_late"}
    assert built(cast.ada, object="note", m_kind="max")[0] == {"kind": "max", "since": ["created_at"]}
    assert built(cast.ada, object="deal", m_kind="sum", m_path="amount", m_since="created_at")[0] == {
        "kind": "sum",
        "path": "amount",
    }


def test_a_time_is_answered_in_days(cast, sales):
    figure = {"kind": "average", "since": ["created_at"], "path": "updated_at"}

    table = cells(result(cast.ada, ask(measures=[figure], rows=[{"path": "owner"}])))

    assert ["Owner", "Average days from Created to Changed"] in table
    assert ["Ada", "0 d"] in table


def test_a_report_is_built_kept_reopened_and_changed(cast, sales):
    ada = browser_of(cast.ada)
    asked = json.dumps(ask(rows=[{"path": "stage"}], chart="bar"))
    saved = ada.post("/reports/keeping", {"ask": asked, "name": "By stage", "audience": "team"})
    page = ada.get(saved["Location"]).content.decode()

    assert re.fullmatch(r"/reports/\d+", saved["Location"])
    assert "By stage" in page
    assert "By stage" in browser_of(cast.ben).get("/reports").content.decode()
    assert "By stage" not in browser_of(cast.cleo).get("/reports").content.decode()
    assert browser_of(cast.cleo).get(saved["Location"]).status_code == 404

    changed = json.dumps(ask(rows=[{"path": "owner"}]))
    refused = browser_of(cast.ben).post(
        f"{saved['Location']}/settings", {"ask": changed, "take_over": "1", "version": "1"}
    )
    done = ada.post(f"{saved['Location']}/settings", {"ask": changed, "take_over": "1", "version": "1"})
    late = ada.post(f"{saved['Location']}/settings", {"ask": asked, "take_over": "1", "version": "1"})

    from odnos.engine.records import read
    from odnos.objects.registry import registry

    row = read.get(registry.get("report"), int(saved["Location"].rpartition("/")[2]), by=cast.ada)
    assert refused.status_code == 403
    assert (done.status_code, late.status_code) == (302, 302)
    assert json.loads(row["definition"])["rows"] == [{"path": "owner"}]


def test_parameters_narrow_a_kept_report_without_changing_it(cast, sales):
    by_owner = ask(rows=[{"path": "owner"}])

    assert ["Total", "3"] in cells(result(cast.ada, by_owner, person="me"))
    assert ["Total", "1"] in cells(result(cast.ada, by_owner, person=str(cast.ben.user_id)))
    assert ["Total", "4"] in cells(result(cast.ada, by_owner, team="mine"))


def test_a_pivot_has_its_groups_across_and_the_whole_line_at_the_end(cast, sales):
    table = cells(result(cast.dora, ask(rows=[{"path": "owner"}], columns=[{"path": "status"}])))

    assert ["Owner", "Open", "Total"] in table
    assert ["Cleo", "1", "1"] in table


def test_a_click_on_a_head_sorts_the_other_way_round_and_then_as_usual(cast, sales):
    def head(order):
        html = result(cast.ada, ask(rows=[{"path": "owner"}], **({"order": [order]} if order else {})))
        [href] = re.findall(r'<th scope="col" class="end"[^>]*><a class="sort" href="([^"]+)"', html)
        asked = parse_qs(urlsplit(href.replace("&amp;", "&")).query)["ask"][0]
        return json.loads(asked).get("order"), [row[0] for row in cells(html)[1:-1]]

    assert head("") == (["-measure:0"], ["Ada", "Ben"])
    assert head("-measure:0") == (["measure:0"], ["Ada", "Ben"])
    assert head("measure:0") == (None, ["Ben", "Ada"])


def test_what_cannot_be_asked_is_told_in_words(cast, sales):
    assert "no field" in result(cast.ada, ask(measures=[{"kind": "sum", "path": "nothing"}]))
    assert "shown without them" in result(cast.ada, ask(rows=[{"path": "nothing"}]))
    assert browser_of(cast.ada).get("/reports/new?ask={").status_code == 400
    assert "cannot be read" in browser_of(cast.ada).get("/reports/result?ask={", **RESULT).content.decode()
    unknown = urlencode({"ask": json.dumps({**ask(), "object": "nothing"})})
    page = browser_of(cast.ada).get(f"/reports/new?{unknown}")
    assert page.status_code == 400
    assert "There is no object “nothing”." in page.content.decode()


def test_a_blank_page_offers_beginnings_that_can_be_opened(cast, sales):
    page = browser_of(cast.ada).get("/reports/new").content.decode()
    hrefs = re.findall(r'class="beginning" href="([^"]+)"', page)

    assert len(hrefs) >= 10
    for href in hrefs:
        asked = json.loads(parse_qs(urlsplit(href.replace("&amp;", "&")).query)["ask"][0])
        html = result(cast.ada, asked)
        assert "report-words" in html, asked


def test_a_copy_a_favourite_and_a_deletion_that_is_taken_back(cast, sales):
    ada = browser_of(cast.ada)
    href = ada.post("/reports/keeping", {"ask": json.dumps(ask()), "name": "Deals"})["Location"]
    copy = ada.post(f"{href}/copy")["Location"]
    ada.post(f"{href}/star")
    listed = ada.get("/reports").content.decode()
    ada.post(f"{copy}/deletion")
    gone = ada.get(copy).status_code
    back = ada.post(f"{copy}/restoring")

    assert 'id="kept-starred"' in listed
    assert "Deals (copy)" in listed
    assert (gone, back["Location"]) == (404, copy)


def test_only_ones_own_question_is_taken_back(cast, analytics):
    from odnos.web.pages.reports import answer

    ticket = answer.new_ticket(cast.ada)

    assert answer.is_own(ticket, cast.ada)
    assert not answer.is_own(ticket, cast.ben)
    assert browser_of(cast.ada).post("/reports/cancellation", {"ticket": ticket}).status_code == 204


def test_a_question_that_was_taken_back_says_so(cast, sales, monkeypatch):
    from odnos.analytics.store.answer import Cancelled

    monkeypatch.setattr(
        "odnos.analytics.reports.answering.run", lambda *_a, **_k: (_ for _ in ()).throw(Cancelled("x"))
    )

    assert "taken back" in result(cast.ada, ask())


def test_handovers_are_built_in_the_form_and_lead_to_their_deals(cast, sales, analytics):
    deal = make_deal(cast.ada, sales, name="Passed on")
    write.update(
        registry.get("deal"), deal.id, {"owner": cast.ben.user_id}, version=None, by=cast.dora, at=NOON
    )
    analytics.refresh()
    formed = urlencode(
        {
            "formed": 1,
            "object": "deal_handover",
            "was": "deal_handover",
            "m_kind": "count",
            "d_path": "from",
            "d_place": "row",
        }
    )
    blank = browser_of(cast.ada).get("/reports/new?object=deal_handover").content.decode()
    html = browser_of(cast.ada).get(f"/reports/result?{formed}", **RESULT).content.decode()
    ratio = ask(
        object="customer_sale",
        measures=[{"kind": "ratio", "of": {"kind": "distinct", "path": "customer"}, "by": {"kind": "count"}}],
    )

    assert '<option value="deal_handover" selected' in blank
    assert ["Ada", "1"] in cells(html)
    [href, *_rest] = re.findall(r'class="figure-link" href="([^"]+)"', html)
    assert href.startswith("/reports/behind/deal_handover?filter=from.is:")
    page = browser_of(cast.ben).get(href.replace("&amp;", "&")).content.decode()
    assert re.findall(r'row-link" href="/deals/(\d+)"', page) == [str(deal.id)]
    assert "row-link" not in browser_of(cast.cleo).get(href.replace("&amp;", "&")).content.decode()
    assert browser_of(cast.ada).get("/reports/behind/deal").status_code == 404
    assert (
        'value="distinct:customer" selected'
        in browser_of(cast.ada).get(f"/reports/new?{urlencode({'ask': json.dumps(ratio)})}").content.decode()
    )
    mine = result(cast.ben, ask(object="deal_handover"), person="me")
    assert ["Total", "1"] in cells(mine) or "1" in cells(mine)[-1]


@pytest.mark.parametrize("name", ["xlsx", "csv"])
def test_an_answer_is_taken_away_as_a_file_by_who_may_export(cast, sales, name):
    given = urlencode({"ask": json.dumps(ask(rows=[{"path": "owner"}]))})
    sent = browser_of(cast.ada).get(f"/reports/export/{name}?{given}")

    assert sent.status_code == 200
    assert f".{name}" in sent["Content-Disposition"]
    assert browser_of(cast.ada).get(f"/reports/export/exe?{given}").status_code == 404


def test_a_file_counts_no_more_than_exports_reach(cast, sales):
    narrow(cast, "deal", "export", scope="own")
    given = urlencode({"ask": json.dumps(ask(rows=[{"path": "name"}]))})
    told = browser_of(cast.ada).get(f"/reports/export/csv?{given}").content.decode()

    assert ["A0", "1"] in cells(result(cast.ada, ask(rows=[{"path": "name"}])))
    assert ["B", "1"] in cells(result(cast.ada, ask(rows=[{"path": "name"}])))
    assert "A0" in told
    assert "\nB," not in told


def test_a_condition_is_built_as_in_lists_under_the_name_that_the_form_gives_it(cast, sales):
    given = urlencode({"name": "m_where", "filter": "status.is:won"})
    html = browser_of(cast.ada).get(f"/reports/condition/deal?{given}", **RESULT).content.decode()

    assert 'name="m_where" value="status.is:won"' in html
    assert "<x-filter" in html


def test_a_question_that_is_asked_again_waits_where_it_can_be_taken_back(cast):
    """The part that waits asks with a ticket of its own, and Cancel sends the same one."""
    given = {"object": "deal", "wait": "1"}
    html = browser_of(cast.ada).get("/reports/result", given, **RESULT).content.decode()

    asked = re.findall(r'hx-get="[^"]*ticket=([\w.]+)"', html)
    sent = re.findall(r'name="ticket" value="([\w.]+)"', html)
    assert len(asked) == 1
    assert asked == sent
    assert asked[0].startswith(f"{cast.ada.user_id}.")
    assert "Counting…" in html
    assert "wait=1" not in html
