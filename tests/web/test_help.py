"""Help on each page: there is one in every language, it is found by the page's address, and searched."""

import re

import pytest

from odnos.web.help import texts
from odnos.web.help.places import key_of
from odnos.web.pages.settings.sections import SECTIONS
from tests.contract.routes import WEB
from tests.people import Cast
from tests.web.sales import browser_of

GATES = ("sign-in", "sign-out", "welcome", "join", "preferences", "files", "help", "seeing")
PAGES = [route for route, row in WEB.items() if row[0] != "open" and not route.startswith(GATES)]
LINK = re.compile(r"\]\((/[^)\s]*)\)")


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_page_has_help_of_its_own(language):
    missing = [route for route in PAGES if key_of(route) not in texts.every(language)]
    general = [route for route in PAGES if key_of(route) == "help"]

    assert (missing, general) == ([], []), "write odnos/web/help/<language>/<page>.md"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_part_of_the_settings_has_help_of_its_own(language):
    missing = [
        f"settings-{key}" for key, *_rest in SECTIONS if f"settings-{key}" not in texts.every(language)
    ]

    assert missing == [], "write odnos/web/help/<language>/<page>.md"


def test_the_languages_have_the_same_texts_with_the_same_links():
    english = texts.every("en")

    for language in ("ru", "sl"):
        theirs = texts.every(language)
        assert set(theirs) == set(english)
        for key, text in theirs.items():
            assert LINK.findall(text.source) == LINK.findall(english[key].source), f"{language} {key}"
            assert text.source.count("\n#") == english[key].source.count("\n#"), f"{language} {key}"


@pytest.mark.parametrize(
    "route, key",
    [
        ("", "dashboard"),
        ("<kind:kind>", "list"),
        ("<kind:kind>/board", "list-board"),
        ("<kind:kind>/<int:record_id>", "record"),
        ("<kind:kind>/<int:record_id>/merge/<int:other>", "record-merge"),
        ("settings/fields/<str:key>/new", "settings-fields"),
        ("imports/<int:run_id>/columns", "imports-columns"),
    ],
)
def test_the_help_is_found_by_the_address(route, key):
    assert key_of(route) == key


def test_each_page_leads_to_its_help(cast: Cast):
    page = browser_of(cast.dora).get("/settings/fields/company").content.decode()

    assert 'href="/help/settings-fields" aria-label="Help"' in page
    assert 'hx-get="/help/settings-fields"' in page


def test_the_panel_gets_the_text_alone_and_a_page_of_its_own_the_whole(cast: Cast):
    client = browser_of(cast.ada)
    part = client.get("/help/list", headers={"HX-Request": "true"}).content.decode()

    assert part.startswith('<div class="help-text"><h3 class="help-title">A list</h3>')
    assert "<html" in client.get("/help/list").content.decode()
    assert client.get("/help/nothing-of-the-kind").status_code == 404


@pytest.mark.parametrize(
    "typed, titles",
    [
        ("forecast weighted", ["Pipelines"]),
        ("stages", ["Move in from another system", "Pipelines"]),
        ("qwertz", []),
    ],
)
def test_texts_are_found_by_their_words(typed, titles):
    found = {text.title for text in texts.search(typed, "en")}

    assert found.issuperset(titles)
    assert bool(found) == bool(titles)


def test_what_has_the_word_in_its_title_stands_first():
    assert texts.search("history", "en")[0].key == "history"


def test_without_a_word_all_of_them_stand_there():
    assert len(texts.search("", "sl")) == len(texts.every("en"))


def test_help_speaks_the_language_of_the_reader(cast: Cast):
    client = browser_of(cast.ada)
    client.post("/preferences", {"language": "sl"})

    assert "Prodajne poti" in client.get("/help?q=verjetna").content.decode()


def test_howtos_come_along(cast: Cast):
    page = browser_of(cast.ada).get("/help/how-to/add-fields").content.decode()

    assert '<h1 class="page-title" lang="en">Add fields' in page
