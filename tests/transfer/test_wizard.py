"""A company moves in through the pages: from an empty start to the board."""

import json

import pytest

from odnos.engine.transfer.models import ImportRun
from tests.axe import faults
from tests.people import ADA, BEN, DORA
from tests.transfer.bring import MAVEN

pytestmark = pytest.mark.browser


def choose(page, live, what, path):
    page.goto(f"{live.url}/imports")
    page.get_by_role("radio", name=what).check()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="Go on to the columns").click()
    page.wait_for_url("**/columns")
    page.locator(".mapping").wait_for()


def check_rows(page):
    page.get_by_role("button", name="Check all rows").click()
    page.get_by_role("button", name="Import ").wait_for(timeout=60_000)


def tallies(page):
    page.get_by_text("each is counted once below").wait_for(timeout=60_000)
    words = page.locator(".tallies").inner_text().replace(",", "").split()
    return dict(zip(words[::2], map(int, words[1::2]), strict=True))


def test_a_company_moves_in_from_an_empty_start_to_the_board(empty_live, page):
    page.goto(f"{empty_live.url}/welcome")
    page.get_by_label("Company name").fill("Maven")
    page.get_by_label("Your name").fill("Dora")
    page.get_by_label("E-mail").fill(DORA.email)
    page.get_by_label("Password", exact=False).first.fill("correct horse battery")
    page.get_by_role("button", name="Begin with an import").click()
    page.wait_for_url("**/imports")

    results = {}
    for what, name in (
        ("Users", "sales_teams"),
        ("Companies", "accounts"),
        ("Products", "products"),
        ("Deals", "sales_pipeline"),
    ):
        choose(page, empty_live, what, MAVEN / f"{name}.csv")
        with page.expect_response("**/preview"):
            page.get_by_label("Make records for unknown names").check()
        check_rows(page)
        if name == "sales_pipeline":
            assert page.get_by_text("did you mean “GTX Pro”?").is_visible()
            assert page.locator(".path-name b").all_inner_texts() == [
                "Prospecting",
                "Engaging",
                "Won",
                "Lost",
            ]
            assert page.get_by_text("1,480 rows", exact=True).is_visible()
        page.get_by_role("button", name="Import ").click()
        results[name] = tallies(page)
    page.goto(f"{empty_live.url}/deals/board?closed=all")

    assert {name: found["Created"] for name, found in results.items()} == {
        "sales_teams": 35,
        "accounts": 85,
        "products": 7,
        "sales_pipeline": 8800,
    }
    assert all(found["Failed"] == 0 for found in results.values())
    board = page.locator("main").inner_text().replace(",", "")
    assert "10005534" in board
    for number in ("4238", "2473", "1589", "500"):
        assert number in board


def test_a_near_miss_is_proposed_and_the_decision_is_kept(live, sign_in, tmp_path):
    page = sign_in(DORA)
    products, deals = tmp_path / "products.csv", tmp_path / "deals.csv"
    products.write_text("product,sales_price\nGTX Pro,4821\n")
    deals.write_text("name,product,stage\nA,GTXPro,Won\nB,GTX Pro,Won\n")
    choose(page, live, "Products", products)
    check_rows(page)
    page.get_by_role("button", name="Import ").click()
    tallies(page)
    choose(page, live, "Deals", deals)
    with page.expect_response("**/preview"):
        page.get_by_label("Make records for unknown names").check()
    check_rows(page)

    page.get_by_label("GTXPro").select_option(label="Use “GTX Pro”")
    page.get_by_role("button", name="Import ").click()

    assert tallies(page)["Created"] == 2
    status, found = live.api("GET", "/products", token=live.token(DORA.email))
    assert (status, [row["name"] for row in found["data"]]) == (200, ["GTX Pro"])


def test_wrong_rows_are_shown_before_and_downloadable_after(live, sign_in, tmp_path):
    page = sign_in(ADA)
    path = tmp_path / "people.csv"
    path.write_bytes("имя;email\nИван;ivan@example.com\nПётр;нет\n".encode("cp1251"))

    choose(page, live, "Contacts", path)
    assert "Иван · Пётр" in page.locator(".mapping").inner_text()
    assert "is not an e-mail address" in page.locator("#preview").inner_text()
    check_rows(page)
    page.get_by_role("button", name="Import ").click()
    found = tallies(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the failed rows").click()

    assert (found["Created"], found["Failed"]) == (1, 1)
    assert "Пётр,нет,3," in download.value.path().read_text("utf-8-sig")


def test_an_import_is_undone_in_one_click(live, sign_in, tmp_path):
    page = sign_in(ADA)
    path = tmp_path / "firms.csv"
    path.write_text("name\nAcme\nBeta\n")
    choose(page, live, "Companies", path)
    check_rows(page)
    page.get_by_role("button", name="Import ").click()
    tallies(page)

    page.get_by_role("button", name="Undo this import").click()
    page.get_by_text("This import was undone.").wait_for()

    assert ImportRun.objects.get().state == "undone"
    status, found = live.api("GET", "/companies", token=live.token(ADA.email))
    assert (status, json.dumps(found["data"])) == (200, "[]")


def test_the_layout_is_corrected_by_hand_with_a_live_preview(live, sign_in, tmp_path):
    page = sign_in(ADA)
    path = tmp_path / "firms.csv"
    path.write_text("exported in May\nname;city\nAcme;Kranj\n")
    choose(page, live, "Companies", path)

    assert page.get_by_label("Header in row").input_value() == "2"
    with page.expect_response("**/layout"):
        page.get_by_label("Header in row").fill("1")
        page.get_by_label("Header in row").blur()
    page.locator(".mapping-column", has_text="exported in May").wait_for()
    with page.expect_response("**/layout"):
        page.get_by_label("Header in row").fill("2")
        page.get_by_label("Header in row").blur()

    page.get_by_text("Kranj").first.wait_for()
    assert page.locator(".mapping-column").all_inner_texts() == ["name", "city"]


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(live, sign_in, tmp_path, width, theme):
    page = sign_in(DORA)
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=theme)
    path = tmp_path / "people.csv"
    path.write_text("name,email,company\nAda,ada@example.com,Acme\nBen,wrong,Beta\nCleo,c@example.com,\n")
    found = {}

    def look(step):
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found[step] = (faults(page), wide)

    page.goto(f"{live.url}/imports")
    look("file")
    choose(page, live, "Contacts", path)
    look("columns")
    check_rows(page)
    look("check")
    page.get_by_role("button", name="Import ").click()
    tallies(page)
    look("result")

    assert found == dict.fromkeys(("file", "columns", "check", "result"), ([], 0))


def test_others_see_nothing_of_an_import(live, sign_in, tmp_path):
    page = sign_in(ADA)
    path = tmp_path / "firms.csv"
    path.write_text("name\nAcme\n")
    choose(page, live, "Companies", path)
    address = page.url

    page.context.clear_cookies()

    page = sign_in(BEN)
    answers = [
        page.goto(address.replace("/columns", tail)).status
        for tail in ("", "/columns", "/check", "/errors.csv", "/original")
    ]

    assert answers == [404] * 5
