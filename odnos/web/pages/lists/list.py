"""The list of an object's records."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.engine.records import read, reads
from odnos.engine.records.read import Page
from odnos.lib import numbers
from odnos.objects.registry import ObjectType
from odnos.web.jinja import render
from odnos.web.pages.lists import asked as asking
from odnos.web.pages.lists import chips, grouped, grouping, heads, reach
from odnos.web.pages.lists.asked import Asked
from odnos.web.pages.lists.shown import frame
from odnos.web.pages.lists.told import told
from odnos.web.render.rows import rows

TEMPLATE = "pages/list.html"


def show(request: HttpRequest, kind: ObjectType) -> HttpResponse:
    """Answer with the list, or with what htmx asked to have replaced."""
    asked = asking.read(kind, request)
    wanted = asked.opens_with if not request.GET else asked.look
    if wanted is not None and wanted.kind != "list":
        given = f"?{request.GET.urlencode()}" if request.GET else ""
        return HttpResponseRedirect(f"/{kind.plural_key}{asking.PLACES[wanted.kind]}{given}")
    block = "listing" if request.headers.get("HX-Target") == "listing" else ""
    visit = request.visit  # type: ignore[attr-defined]
    context = grouped.context_of(asked, visit) if asked.group else context_of(request, asked)
    told(asked, visit)
    return render(request, TEMPLATE, {**context, "grouping": grouping.context_of(asked)}, block=block)


def context_of(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    visit = request.visit  # type: ignore[attr-defined]
    page = read.query(
        asked.kind,
        by=visit.by,
        at=visit.at,
        filter=asked.node,
        sort=asked.sort,
        columns=heads.read_also(asked),
        after=asked.after or None,
        limit=asked.size,
    )
    reads.told(page.rows, asked.columns, by=visit.by, at=visit.at)
    ctx = visit.ctx()
    wanted = page.references(asked.columns) | set(chips.references(asked, ctx))
    ctx = visit.ctx(read.titles(wanted, by=visit.by))
    columns = heads.heads(asked)
    return {
        **frame(asked, by=visit.by),
        "chips": chips.chips(asked, ctx),
        "columns": columns,
        "table_width": heads.width_of(columns, select=True),
        "keeping": {
            "widths": asked.href(f"/{asked.kind.plural_key}/widths"),
            "columns": asked.href(f"/{asked.kind.plural_key}/columns"),
        },
        "rows": rows(
            asked.kind, page.rows, asked.columns, ctx, may_edit=reach.may(asked.kind, "edit", by=visit.by)
        ),
        "empty": not page.rows,
        "untouched": not page.rows and not read.count(asked.kind, by=visit.by, at=visit.at, cap=1).number,
        "count": count_text(page, ctx.locale),
        "number": page.count.number,
        **pager(asked, page, ctx.locale),
    }


def count_text(page: Page, locale: str) -> str:
    """Return how many records there are: 212, or 1,000+."""
    return numbers.show(page.count.number, locale=locale) + ("+" if page.count.capped else "")


def pager(asked: Asked, page: Page, locale: str) -> dict[str, str]:
    """Return where the pages beside this one are, and which rows this one holds."""
    first = asked.place + 1
    last = asked.place + len(page.rows)
    earlier = str(max(0, asked.place - asked.size))
    return {
        "previous": asked.href(extra={"after": page.previous, "place": earlier}) if page.previous else "",
        "next": asked.href(extra={"after": page.next, "place": str(last)}) if page.next else "",
        "place": _("%(first)s–%(last)s of %(total)s")
        % {
            "first": numbers.show(first, locale=locale),
            "last": numbers.show(last, locale=locale),
            "total": count_text(page, locale),
        },
    }
