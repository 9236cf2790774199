"""The answer to a report as a table: heads that sort, groups, subtotals, and numbers that lead to their records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from odnos.analytics.charts import figures, results
from odnos.analytics.charts.chart import Chart
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.definition import Measure, Report
from odnos.analytics.reports.result import Figure, Group, Head, Line, Result
from odnos.engine.filters import text
from odnos.engine.filters.tree import EVERYTHING, Node, both
from odnos.lib import dates, numbers
from odnos.objects.context import Context
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.reports.asked import Asked

LONGEST = 6000
"""Letters of a filter that still fit into an address."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A figure as text. `href` leads to its records; `delta` is the direction and the words of the change since `before`."""

    text: str
    href: str = ""
    before: str = ""
    delta: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the table. `names` has a place for each field of rows; `kind` is `line`, `subtotal` or `total`."""

    names: Sequence[str]
    cells: Sequence[Cell]
    kind: str = "line"
    is_immature: bool = False


@dataclass(frozen=True, kw_only=True)
class Title:
    """A head of a column, the address that sorts by it, and how it is sorted."""

    label: str
    href: str = ""
    sorted: str = ""
    span: int = 1


def context(asked: Asked, result: Result, ctx: Context) -> dict[str, Any]:
    """Return what the template of an answer needs."""
    return {
        "asked": asked,
        "result": result,
        "words": result.words,
        "as_of": as_of(result.as_of, ctx),
        "splits": [
            title(asked, head.label, f"row:{place}")
            for place, head in enumerate(result.dimensions[: len(result.report.rows)])
        ],
        "across": across(asked, result),
        "heads": list(heads(asked, result)),
        "rows": list(rows(result, asked.kind, ctx)),
        "total": row(
            result,
            result.total,
            result.before.total if result.before else None,
            asked.kind,
            ctx,
            kind="total",
        ),
        "notes": [*less(asked, result), *notes(result, ctx)],
        "is_empty": is_empty(result),
        "is_blank": is_blank(result),
    }


def chart(asked: Asked, result: Result, *, title: str) -> Chart | None:
    """Return the picture of an answer, each figure with the way to its records; None for a table, which is its own picture."""
    if result.report.chart == "table":
        return None

    def link(line: Line, place: int, number: int) -> str:
        return href(asked.kind, line.drill, result.across[place], result.report.measures[number])

    return results.from_result(result, title=title, link=link)


def is_empty(result: Result) -> bool:
    """Whether there is nothing to show: no groups, or no records at all."""
    if result.report.rows:
        return not any(line.groups for line in result.lines)
    return all(not figure for some in result.total.figures for figure in some)


def is_blank(result: Result) -> bool:
    """Whether every figure is nought or missing, then as now, so that a picture would be bare axes."""
    lines = [*result.lines, result.total]
    if result.before:
        lines += [*result.before.lines, result.before.total]
    return not any(figure for line in lines for some in line.figures for figure in some)


def as_of(moment: dt.datetime, ctx: Context) -> str:
    """Return as of when the data are: the time alone if it is today's."""
    local = moment.astimezone(ctx.timezone)
    clock = f"{local:%H:%M:%S}"
    if local.date() == ctx.today:
        return clock
    return f"{dates.show_date(local.date(), locale=ctx.locale, today=ctx.today)}, {clock}"


def less(asked: Asked, result: Result) -> list[str]:
    """Say that something is left out, where the reader may not see all of the fields that a report names."""
    if parts(result.report) == parts(asked.report):
        return []
    return [_("It names fields that you may not see or that are gone. It is shown without them.")]


def parts(report: Report) -> tuple[int, int, int]:
    return len(report.measures), len(report.rows), len(report.columns)


def notes(result: Result, ctx: Context) -> list[str]:
    """Return what one must know of the answer: what is cut, what is not converted, which periods are not over."""
    found = []
    if result.cut:
        shown = sum(1 for line in result.lines if len(line.groups) == len(result.report.rows))
        found.append(
            _("%(shown)s of %(all)s groups are shown; totals are of all.")
            % {
                "shown": numbers.show(shown, locale=ctx.locale),
                "all": numbers.show(result.cut, locale=ctx.locale),
            }
        )
    if result.unconverted:
        found.append(
            _("%(number)s amounts are left out: there is no rate for their currency.")
            % {"number": numbers.show(result.unconverted, locale=ctx.locale)}
        )
    if result.immature or result.immature_across:
        found.append(_("What is marked * is not over yet."))
    return found


def title(asked: Asked, label: str, key: str) -> Title:
    """Return a head; a click sorts from the largest down, another one the other way round, a third as usual."""
    order = asked.report.order[0] if asked.report.order else ""
    following = {"": f"-{key}", f"-{key}": key, key: ""}.get(order, f"-{key}")
    report = replace(asked.report, order=(following,) if following else ())
    return Title(
        label=label,
        href=asked.href(report=report),
        sorted={f"-{key}": "descending", key: "ascending"}.get(order, ""),
    )


def heads(asked: Asked, result: Result) -> Iterator[Title]:
    """Yield the heads of the figures; those of the whole line sort."""
    for groups in result.across:
        for place, head in enumerate(result.measures):
            yield title(asked, head.label, f"measure:{place}") if not groups else Title(label=head.label)


def across(asked: Asked, result: Result) -> list[Title]:
    """Return the groups across, above the heads of their figures; none without a pivot."""
    if len(result.across) == 1 and not result.across[0]:
        return []
    found = [
        Title(
            label=results.named(groups) + (" *" if place in result.immature_across else ""),
            span=len(result.measures),
        )
        for place, groups in enumerate(result.across[:-1])
    ]
    return [*found, replace(title(asked, _("Total"), "measure:0"), span=len(result.measures))]


def rows(result: Result, about: ObjectType, ctx: Context) -> Iterator[Row]:
    """Yield the lines. A group is named where it begins."""
    before = result.before.lines if result.before else (None,) * len(result.lines)
    last: tuple[str, ...] = ()
    for place, (line, was) in enumerate(zip(result.lines, before, strict=True)):
        if not line.groups:
            continue
        made = row(result, line, was, about, ctx, kind=kind_of(line, result))
        names = tuple(group.text for group in line.groups)
        shown = [
            "" if made.kind == "line" and names[: level + 1] == last[: level + 1] else name
            for level, name in enumerate(names)
        ]
        if shown and made.kind == "line" and not shown[-1]:
            shown[-1] = names[-1]
        last = names if made.kind == "line" else ()
        filled = [*shown, *[""] * (len(result.report.rows) - len(shown))]
        if made.kind == "subtotal":
            filled[len(names) - 1] = _("%(group)s, in all") % {"group": names[-1]}
        yield replace(made, names=filled, is_immature=place in result.immature)


def kind_of(line: Line, result: Result) -> str:
    return "line" if len(line.groups) == len(result.report.rows) else "subtotal"


def row(result: Result, line: Line, was: Line | None, about: ObjectType, ctx: Context, *, kind: str) -> Row:
    cells = [
        cell(
            result.measures[number],
            figure,
            was.figures[place][number] if was is not None and place < len(was.figures) else None,
            href(about, line.drill, result.across[place], result.report.measures[number]) if figure else "",
            ctx,
            compared=was is not None,
        )
        for place, some in enumerate(line.figures)
        for number, figure in enumerate(some)
    ]
    return Row(names=(), cells=cells, kind=kind)


def cell(head: Head, figure: Figure, before: Figure, address: str, ctx: Context, *, compared: bool) -> Cell:
    shown = figures.full(figure, head, locale=ctx.locale)
    if not compared:
        return Cell(text=shown, href=address)
    return Cell(
        text=shown,
        href=address,
        before=figures.full(before, head, locale=ctx.locale),
        delta=delta(head, figure, before, ctx),
    )


def delta(head: Head, figure: Figure, before: Figure, ctx: Context) -> tuple[str, str]:
    """Return the direction and the words of a change: in percent, of percents in points."""
    if figure is None or before is None or (head.unit != "percent" and not before):
        return "", ""
    change = float(figure) - float(before)
    direction = "up" if change > 0 else "down" if change < 0 else ""
    share = change * 100 if head.unit == "percent" else change / abs(float(before)) * 100
    shown = numbers.show(round(abs(share), 1), locale=ctx.locale)
    sign = "+" if change > 0 else "−" if change < 0 else "±"
    return direction, f"{sign}{shown}\u202f%" if head.unit != "percent" else _(
        "%(sign)s%(number)s points"
    ) % {
        "sign": sign,
        "number": shown,
    }


def href(kind: ObjectType, drill: Node | None, groups: Sequence[Group], measure: Measure) -> str:
    """Return the address of the records behind a figure, "" where no filter finds them."""
    nodes = [drill, *(group.where for group in groups)]
    if any(node is None for node in nodes):
        return ""
    of = measure.of or measure
    return list_of(kind, both(*nodes, of.where if of.where != EVERYTHING else None))


def list_of(kind: ObjectType, node: Node) -> str:
    written = text.dump(node)
    if isinstance(kind, Counted):
        said = urlencode({"filter": written}, safe=":,()[]")
        return f"/reports/behind/{kind.key}?{said}" if len(written) <= LONGEST else ""
    if len(written) > LONGEST or kind.plural_key not in {item.plural_key for item in registry}:
        return ""
    return f"/{kind.plural_key}?{urlencode({'view': 'all', 'filter': written}, safe=':,()[]')}"
