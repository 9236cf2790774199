"""The board in a real browser: dragged by mouse, lifted by keyboard, refused and put back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from odnos.engine.access.actor import Actor
from odnos.engine.records import write
from tests import axe
from tests.hand import drag
from tests.live import Live
from tests.people import ADA, NOON
from tests.web.sales import actor_of, deal_of, kind, make_deal, make_pipeline

pytestmark = pytest.mark.browser


@pytest.fixture
def ada(live: Live) -> Actor:
    return actor_of(ADA)


def put(page: Page, what: str, into: str) -> None:
    """Drag a card or an event into another column or day."""
    where = page.locator(into)
    drag(page, page.locator(what), where, at=(60, 20), until=lambda: where.locator(what).count() > 0)


def test_a_card_is_dragged_into_another_column_and_taken_back(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    stages = make_pipeline()
    deal = make_deal(ada, stages, amount="100 EUR")
    page = sign_in()
    page.goto(f"{live.url}/deals/board")

    put(page, f"#card-{deal.id}", f"#cards-{stages['Offer']}")

    expect(page.locator(f"#cards-{stages['Offer']} #card-{deal.id}")).to_be_visible()
    expect(page.locator(f"#column-top-{stages['Offer']} .count")).to_have_text("1")
    expect(page.locator(f"#column-top-{stages['Offer']}")).to_contain_text("€100")
    expect(page.locator(f"#column-top-{stages['New']} .count")).to_have_text("0")
    assert deal_of(deal, ada)["stage"] == stages["Offer"]
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#cards-{stages['New']} #card-{deal.id}")).to_be_visible()
    assert deal_of(deal, ada)["stage"] == stages["New"]


def test_a_card_is_moved_by_keyboard_and_a_loss_asks_why(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    stages = make_pipeline()
    deal = make_deal(ada, stages)
    page = sign_in()
    page.goto(f"{live.url}/deals/board")

    page.locator(f"#card-{deal.id}").focus()
    page.keyboard.press("Space")
    for _column in range(3):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Why was it lost?")
    untouched = deal_of(deal, ada)["stage"]
    dialog.get_by_label("Lost reason").fill("Price")
    dialog.get_by_role("button", name="Mark as lost").click()

    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(f"#cards-{stages['Lost']} #card-{deal.id}")).to_be_visible()
    assert untouched == stages["New"]
    assert deal_of(deal, ada)["lost_reason"] == "price"


def test_a_loss_that_is_not_explained_puts_the_card_back(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    stages = make_pipeline()
    deal = make_deal(ada, stages)
    page = sign_in()
    page.goto(f"{live.url}/deals/board")

    put(page, f"#card-{deal.id}", f"#cards-{stages['Lost']}")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()

    expect(page.locator(f"#cards-{stages['New']} #card-{deal.id}")).to_be_visible()
    assert deal_of(deal, ada).version == 1


def test_a_refused_move_puts_the_card_back_and_says_why(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    stages = make_pipeline()
    deal = make_deal(ada, stages)
    page = sign_in()
    page.goto(f"{live.url}/deals/board")
    write.update(kind("deal"), deal.id, {"stage": stages["Won"]}, version=1, by=ada, at=NOON)

    put(page, f"#card-{deal.id}", f"#cards-{stages['Offer']}")

    expect(page.get_by_text("Somebody moved “Lamps” meanwhile.")).to_be_visible()
    expect(page.locator(f"#cards-{stages['New']} #card-{deal.id}")).to_be_visible()
    assert deal_of(deal, ada)["stage"] == stages["Won"]


def test_cards_stay_in_the_order_they_are_dragged_into(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    stages = make_pipeline()
    for name in ("A", "B", "C"):
        make_deal(ada, stages, name=name)
    page = sign_in()
    page.goto(f"{live.url}/deals/board")
    cards = page.locator(f"#cards-{stages['New']} .card-title")
    first, second, third = cards.all_inner_texts()

    last = page.locator(f"#cards-{stages['New']} .card").nth(2)
    last.focus()
    with page.expect_response("**/move?*"):
        for key in ("Space", "ArrowUp", "Space"):
            page.keyboard.press(key)
    expect(cards).to_have_text([first, third, second])
    page.reload()

    expect(cards).to_have_text([first, third, second])


def test_a_deal_is_added_where_it_belongs(live: Live, ada: Actor, sign_in: Callable[[], Page]):
    stages = make_pipeline()
    page = sign_in()
    page.goto(f"{live.url}/deals/board")

    page.get_by_role("link", name="Add to Offer").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Fresh")
    page.get_by_role("dialog").get_by_role("button", name="Create").click()

    expect(page.locator(f"#cards-{stages['Offer']} .card-title")).to_have_text(["Fresh"])
    expect(page.locator(f"#column-top-{stages['Offer']} .count")).to_have_text("1")


@pytest.mark.parametrize("context", [{"viewport": {"width": 375, "height": 812}}], indirect=True)
def test_on_a_phone_columns_are_swiped_and_the_page_stays(
    live: Live, ada: Actor, sign_in: Callable[[], Page]
):
    make_deal(ada, make_pipeline())
    page = sign_in()
    page.goto(f"{live.url}/deals/board")

    board = page.locator("#board")
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert board.evaluate("board => board.scrollWidth > board.clientWidth")
    assert board.evaluate("board => getComputedStyle(board).scrollSnapType").startswith("x")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_board_is_accessible(live: Live, ada: Actor, sign_in: Callable[[], Page], scheme: str):
    stages = make_pipeline()
    deal = make_deal(ada, stages)
    task = {"name": "Call them", "about": ("deal", deal.id), "due_on": "2020-01-01"}
    write.create(kind("task"), task, by=ada, at=NOON)
    page = sign_in()
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live.url}/deals/board")

    assert axe.faults(page) == []
