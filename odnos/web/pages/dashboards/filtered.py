"""The filter of a whole dashboard: which kinds it can be of, its conditions as chips, and where it does not apply."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from odnos.analytics.reports import counted
from odnos.analytics.reports.definition import Report
from odnos.analytics.saved import alike
from odnos.analytics.saved.objects import REPORT
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import text
from odnos.engine.filters.tree import EVERYTHING, All, FilterError, Node, both
from odnos.engine.records import read, said
from odnos.objects.context import Context
from odnos.web.pages.lists import chips

if TYPE_CHECKING:
    from odnos.web.pages.dashboards.shown import Board


def context(board: Board, *, by: Actor, ctx: Context) -> dict[str, Any]:
    """Return what the bar above the tiles needs to show and change the filter."""
    abouts = kinds(board, by=by)
    about = board.about or next((key for key, _label in abouts), "")
    return {
        "abouts": abouts if about in dict(abouts) else [*abouts, *named(about)],
        "about": about,
        "filter": board.only,
        "chips": conditions(board, about, by=by, ctx=ctx) if about else [],
        "keeps_filter": board.may_change
        and board.row is not None
        and board.only != (board.row["only"] or ""),
        "clear": board.href(extra={"filter": ""}),
    }


def named(about: str) -> list[tuple[str, str]]:
    return [(about, str(counted.get(about).plural))] if about else []


def kinds(board: Board, *, by: Actor) -> list[tuple[str, str]]:
    """Return the kinds of record that the tiles are about, those of most tiles first, as far as the reader sees any of them."""
    saved = read.get_many(
        REPORT, [item.report for item in board.tiles if item.report is not None], by=by, columns=("object",)
    )
    keys = Counter(
        saved[item.report]["object"] if item.report in saved else item.ask.object_key if item.ask else ""
        for item in board.tiles
    )
    found = [counted.get(key) for key, _number in keys.most_common() if counted.is_known(key)]
    return [(kind.key, str(kind.plural)) for kind in found if rights.may(by, "see", kind) != "none"]


def conditions(board: Board, about: str, *, by: Actor, ctx: Context) -> list[chips.Chip]:
    """Return the chips of the filter; none where it cannot be read, which the tiles say."""
    try:
        nodes = [node for node in chips.top(text.parse(board.only)) if node != EVERYTHING]
    except FilterError:
        return []
    kind = counted.known_to(about, by=by)
    names = {name for node in nodes for name in said.named(kind, node, ctx)}
    titled = replace(ctx, titles=read.titles(names, by=by)) if names else ctx
    return [
        chips.chip(
            kind,
            node,
            board.href(extra={"filter": text.dump(All((*nodes[:place], *nodes[place + 1 :])))}),
            titled,
        )
        for place, node in enumerate(nodes)
    ]


def narrowed(board: Board, report: Report, *, by: Actor) -> tuple[Report, str]:
    """Return the report of a tile as the filter narrows it, or as it is, with the words of why it does not. Raises FilterError."""
    node: Node = text.parse(board.only)
    if node == EVERYTHING or not counted.is_known(report.object_key):
        return report, ""
    kind = counted.get(report.object_key)
    about = counted.get(board.about) if board.about else kind
    if missing := alike.missing(node, about, kind):
        _field, label = said.reached(safe(about, by=by), missing[0].path)
        words = _("The filter does not narrow this: %(kind)s have no such “%(field)s”.")
        return report, words % {"kind": kind.plural, "field": label}
    return replace(report, where=both(report.where, node)), ""
