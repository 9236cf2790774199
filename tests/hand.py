"""A hand at the mouse that looks at what it does: people aim at where a thing is now and let go when place is made for theirs."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page

GRASP = (8, 8)  # where a thing is held, from its corner
TRIES = 120
BEAT = "() => new Promise(done => setTimeout(done, 120))"  # by the page's own clock: twice what it takes to notice a hand
MIDDLE = "element => element.scrollIntoView({block: 'center', inline: 'nearest'})"


def drag(
    page: Page, what: Locator, over: Locator, *, at: tuple[float, float], until: Callable[[], bool]
) -> None:
    """Take `what`, hold it at the point `at` of `over` until `until()` says that it lies where it is to lie, and let go.

    It is taken in the middle of the window. At the edge the page would scroll beneath it, further on a slower machine.
    """
    what.evaluate(MIDDLE)
    x, y = point(what, GRASP)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 10, steps=4)
    for step in range(TRIES):  # a hand is never quite still, and what makes place is not dropped upon
        goal = point(over, (at[0] + step % 2, at[1]))
        page.mouse.move(*goal, steps=1 if step else 12)
        page.evaluate(BEAT)
        if until():
            page.mouse.up()
            return
    raise AssertionError("No place was made for what is dragged.")


def point(where: Locator, at: tuple[float, float]) -> tuple[float, float]:
    box = where.bounding_box()
    assert box
    return box["x"] + at[0], box["y"] + at[1]
