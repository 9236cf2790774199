"""A list whose records are gathered into groups with totals; a group opens to the records in it, page by page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from odnos.engine.filters import text, tree
from odnos.engine.records import read, summary, tallies
from odnos.engine.records.summary import By, Gathered, Measure, Summary
from odnos.lib import dates, money, numbers
from odnos.lib.money import Money
from odnos.objects.context import Context, Reference
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.middleware.visits import Visit
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import chips, heads, reach, ways
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.shown import frame
from odnos.web.render import cells
from odnos.web.render.rows import rows

EACH = 25


@dataclass(frozen=True, kw_only=True)
class Level:
    """A group as the template draws it: `depth` 0 or 1, its records under `href` (a list) and `rows` (a fragment)."""

    key: str
    depth: int
    label: Any
    count: str
    totals: Sequence[str]
    href: str
    rows: str


def by_fields(asked: Asked) -> list[By]:
    """Return the fields of the address to group by."""
    found = []
    for part in asked.group.split(","):
        name, _colon, grain = part.partition(":")
        field = asked.kind.field(name)
        found.append(By(name=name, grain=grain or ("month" if field.kind in ways.DAYS else "")))
    return found


def measures(asked: Asked) -> list[Measure]:
    return [
        Measure(name=name, how=how) for name, _dot, how in (item.partition(".") for item in asked.way.totals)
    ]


def context_of(asked: Asked, visit: Visit) -> dict[str, Any]:
    """Return what a grouped list shows in place of its rows."""
    groups = by_fields(asked)
    found = summary.summary(asked.kind, groups, measures(asked), by=visit.by, at=visit.at, filter=asked.node)
    fields = [asked.kind.field(one.name) for one in groups]
    ctx = visit.ctx()
    wanted = references(found, fields) | set(chips.references(asked, ctx))
    ctx = visit.ctx(read.titles(wanted, by=visit.by))
    capped = "+" if found.capped else ""
    return {
        **frame(asked, by=visit.by),
        "chips": chips.chips(asked, ctx),
        "columns": heads.heads(asked),
        "levels": levels(asked, found, fields, ctx),
        "total_heads": total_heads(asked),
        "orders_of": orders_of(asked, fields),
        "left": found.left,
        "capped": numbers.show(tallies.CAP, locale=ctx.locale) if found.capped else "",
        "empty": not found.groups,
        "untouched": not found.groups and not read.count(asked.kind, by=visit.by, at=visit.at, cap=1).number,
        "count": numbers.show(min(found.number, tallies.CAP) if capped else found.number, locale=ctx.locale)
        + capped,
        "number": found.number,
    }


def references(found: Summary, fields: Sequence[Field]) -> set[Reference]:
    return {
        reference
        for outer in found.groups
        for group in (outer, *outer.inside)
        for field, key in zip(fields, group.keys, strict=False)
        if field.names_records
        for reference in field.references(key)
    }


def levels(asked: Asked, found: Summary, fields: Sequence[Field], ctx: Context) -> list[Level]:
    """Return groups in their order, each with those inside it behind it."""
    shown_ = []
    for outer in in_order(asked, found.groups, fields[0], ctx):
        shown_.append(level(asked, outer, fields, ctx, capped=found.capped))
        if len(fields) > 1:
            ordered = in_order(asked, outer.inside, fields[1], ctx)
            shown_ += [level(asked, one, fields, ctx, capped=found.capped) for one in ordered]
    return shown_


def in_order(asked: Asked, groups: Sequence[Gathered], field: Field, ctx: Context) -> list[Gathered]:
    """Sort groups by what the address asks for: label, count or a total. Days and stages are in order by themselves."""
    order = asked.way.order or ("label" if field.kind in ways.DAYS else "-count")
    name, down = order.removeprefix("-"), order.startswith("-")
    if name in asked.way.totals:
        place = asked.way.totals.index(name)
        return sorted(groups, key=lambda one: largest(one, place), reverse=down)
    if name == "label":
        filled = [one for one in groups if one.keys[-1] is not None]
        blank = [one for one in groups if one.keys[-1] is None]
        return [*sorted(filled, key=lambda one: sortable(field, one.keys[-1], ctx), reverse=down), *blank]
    return sorted(groups, key=lambda one: one.number, reverse=down)


def largest(group: Gathered, place: int) -> Decimal:
    """Return a total to sort by: that in the currency which has the most."""
    figures = group.figures[place] if group.figures else []
    amounts = [one.amount if isinstance(one, Money) else one for one in figures]
    return max(amounts, default=Decimal("-Infinity"))


def sortable(field: Field, key: Any, ctx: Context) -> Any:
    if isinstance(key, dt.date):
        return key.isoformat()
    choices = [value for value, _label in getattr(field, "choices", ())]
    if key in choices:
        return f"{choices.index(key):06}"
    return field.text(key, ctx).casefold()


def level(asked: Asked, group: Gathered, fields: Sequence[Field], ctx: Context, *, capped: bool) -> Level:
    groups, depth = by_fields(asked), len(group.keys) - 1
    within = summary.inside(asked.kind, groups, group.keys)
    everything = text.dump(tree.both(asked.node, within))
    fragment = asked.href(f"/{asked.kind.plural_key}/group", extra={"within": text.dump(within)})
    return Level(
        key=f"group-{zlib.crc32(repr(group.keys).encode()):08x}",
        depth=depth,
        label=label(fields[depth], groups[depth], group.keys[-1], ctx),
        count=numbers.show(min(group.number, tallies.CAP), locale=ctx.locale) + ("+" if capped else ""),
        totals=[
            " + ".join(shown(asked, place, one, ctx) for one in group_figures(group, place))
            for place in range(len(asked.way.totals))
        ],
        href=asked.href(filter=everything, q="", way=ways.Way()),
        rows=fragment if depth == len(fields) - 1 else "",
    )


def group_figures(group: Gathered, place: int) -> list[Money | Decimal]:
    return group.figures[place] if group.figures else []


def label(field: Field, one: By, key: Any, ctx: Context) -> Any:
    """Return what a group is called."""
    if key is None:
        return _("No %(field)s") % {"field": str(field.label).lower()}
    if isinstance(key, dt.date):
        return period(key, one.grain or "day", ctx)
    return cells.inside(field, key, ctx)


def period(first: dt.date, grain: str, ctx: Context) -> str:
    locale = dates.written_locale(ctx.locale)
    if grain == "month":
        return format_date(first, "LLLL yyyy", locale=locale).capitalize()
    if grain == "quarter":
        return format_date(first, "QQQ yyyy", locale=locale)
    if grain == "year":
        return str(first.year)
    if grain == "week":
        return _("Week of %(day)s") % {"day": dates.show_date(first, locale=ctx.locale)}
    return dates.show_date(first, locale=ctx.locale)


def shown(asked: Asked, place: int, value: Money | Decimal, ctx: Context) -> str:
    if isinstance(value, Money):
        return money.show(value.rounded(), locale=ctx.locale)
    name, _dot, how = asked.way.totals[place].partition(".")
    field = asked.kind.field(name)
    written = numbers.show(round(value, 2).normalize() if how == "avg" else value, locale=ctx.locale)
    return numbers.with_unit(written, getattr(field, "unit", ""), locale=ctx.locale)


def words() -> dict[str, str]:
    return {"sum": _("Sum"), "avg": _("Average"), "min": _("Least"), "max": _("Most")}


def total_heads(asked: Asked) -> list[dict[str, str]]:
    """Return the heads of the totals, each with the address that sorts by it."""
    said = words()
    return [
        {
            "label": f"{said[one.how]}: {asked.kind.field(one.name).label}",
            **turned(asked, f"{one.name}.{one.how}"),
        }
        for one in measures(asked)
    ]


def orders_of(asked: Asked, fields: Sequence[Field]) -> dict[str, dict[str, str]]:
    usual = "label" if fields[0].kind in ways.DAYS else "-count"
    return {name: turned(asked, name, usual=usual) for name in ("label", "count")}


def turned(asked: Asked, name: str, *, usual: str = "-count") -> dict[str, str]:
    """Return the address that sorts the groups by `name`, or the other way round where they are sorted by it."""
    order = asked.way.order or usual
    sorted_ = {name: "ascending", f"-{name}": "descending"}.get(order, "")
    wanted = name if sorted_ == "descending" or (name == "label" and sorted_ != "ascending") else f"-{name}"
    return {"sort": asked.href(way=dataclasses.replace(asked.way, order=wanted)), "sorted": sorted_}


@require_GET
def inside(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with a page of the rows in one group; without htmx, lead to their list."""
    visit = request.visit  # type: ignore[attr-defined]
    asked = asking.read(kind, request)
    within = text.parse(request.GET.get("within", ""))
    if not request.headers.get("HX-Request"):
        everything = text.dump(tree.both(asked.node, within))
        return HttpResponseRedirect(asked.href(filter=everything, q="", way=ways.Way()))
    page = read.query(
        kind,
        by=visit.by,
        at=visit.at,
        filter=tree.both(asked.node, within),
        sort=asked.sort,
        columns=heads.read_also(asked),
        after=asked.after or None,
        limit=EACH,
    )
    ctx = visit.ctx(read.titles(page.references(asked.columns), by=visit.by))
    may_edit = reach.may(kind, "edit", by=visit.by)
    following = {"within": request.GET.get("within", ""), "after": page.next or ""}
    context = {
        "rows": rows(kind, page.rows, asked.columns, ctx, may_edit=may_edit),
        "more": asked.href(f"/{kind.plural_key}/group", extra=following) if page.next else "",
        "width": len(asked.columns) + 1,
        "columns": heads.heads(asked),
        "title": kind.plural,
    }
    block = "further" if asked.after else "inside"
    return render(request, "pages/list_group.html", context, block=block)
