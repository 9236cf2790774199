"""What the address of the funnel asks for, and the address of the deals behind each of its figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from odnos.analytics.analyses.behind import Figure, What
from odnos.analytics.analyses.funnel import GRAINS as SPLIT_GRAINS
from odnos.analytics.analyses.funnel import Asked
from odnos.engine.records import read
from odnos.objects.registry import registry
from odnos.web.given import whole
from odnos.web.pages.analyses import asking

PATH = "/insights/funnel"
WHAT: tuple[What, ...] = ("reached", "open", "lost", "left")
NONE = "-"
"""A group or a reason that is none, in an address; others stand behind an equals sign."""
ORDERS = (("any", gettext_lazy("In any order")), ("strict", gettext_lazy("No stage left out")))
WINDOWS = (
    ("", gettext_lazy("However long it takes")),
    ("30", gettext_lazy("Within 30 days")),
    ("60", gettext_lazy("Within 60 days")),
    ("90", gettext_lazy("Within 90 days")),
    ("180", gettext_lazy("Within 180 days")),
)
SPLITS = (
    ("", gettext_lazy("Not told apart")),
    ("person", gettext_lazy("Person")),
    ("team", gettext_lazy("Team")),
    ("channel", gettext_lazy("Channel")),
    ("product", gettext_lazy("Product")),
    ("company", gettext_lazy("Company")),
    ("month", gettext_lazy("Month in which they began")),
    ("quarter", gettext_lazy("Quarter in which they began")),
)
GRAINS = (
    ("month", gettext_lazy("Month")),
    ("quarter", gettext_lazy("Quarter")),
    ("week", gettext_lazy("Week")),
)


def pipelines_of(visit: Any) -> list[tuple[str, str]]:
    rows = read.query(registry.get("pipeline"), by=visit.by, at=visit.at, sort="position", limit=100).rows
    return [(str(row.id), str(row.title)) for row in rows]


def read_asked(request: HttpRequest, pipelines: list[tuple[str, str]]) -> tuple[Asked | None, dict[str, str]]:
    """Return what the address asks for, None without a pipeline, and the address in words."""
    given = request.GET
    pipeline = asking.chosen(given, "pipeline", pipelines, pipelines[0][0] if pipelines else "")
    words = {
        "pipeline": pipeline,
        "span": asking.days_of(given, "last_12_months"),
        "order": asking.chosen(given, "order", ORDERS, "any"),
        "window": asking.chosen(given, "window", WINDOWS, ""),
        "split": asking.chosen(given, "split", SPLITS, ""),
        "grain": asking.chosen(given, "grain", GRAINS, "month"),
        "first": given.get("first", "")[:10],
        "last": given.get("last", "")[:10],
    }
    if not pipeline:
        return None, words
    window = int(words["window"]) if words["window"] else None
    asked = Asked(
        pipeline=int(pipeline),
        span=words["span"],
        order=words["order"],  # type: ignore[arg-type]
        window=window,
        split=words["split"],
    )
    return asked, words


def href(path: str, given: dict[str, str], **more: Any) -> str:
    words = given if not (given["first"] and given["last"]) else {**given, "span": ""}
    return asking.address(path, **words, **more)


def figure_of(request: HttpRequest, split: str) -> Figure:
    """Return which figure of the funnel the address is about; what nobody could ask for is passed over."""
    given = request.GET
    what: What = next((word for word in WHAT if word == given.get("what")), "reached")
    place = asking.whole(given, "stage", 100)
    return Figure(
        what=what,
        place=0 if place is None and what == "left" else place,
        groups=group_of(given.get("group", ""), split),
        reasons=(given["reason"].removeprefix("=") if given["reason"] != NONE else "",)
        if "reason" in given
        else (),
    )


def group_of(written: str, split: str) -> tuple[Any, ...]:
    """Return the group that the address names, () for all of them."""
    if not split or not written:
        return ()
    value = written.removeprefix("=")
    if written == NONE:
        return (None,)
    if split in SPLIT_GRAINS:
        try:
            return (dt.date.fromisoformat(value),)
        except ValueError:
            return ()
    if split == "channel":
        return (value,)
    number = whole(value)
    return () if number is None else (number,)


def told(value: Any) -> str:
    """Return a group or a reason as an address has it."""
    return NONE if value is None or value == "" else f"={value}"


def link(given: dict[str, str], what: What, **more: Any) -> str:
    """Return the address of the deals behind a figure: of a `stage`, a `group`, a `reason`."""
    said = {name: told(value) if name in ("group", "reason") else value for name, value in more.items()}
    return href(f"{PATH}/deals", given, what=what, **said)
