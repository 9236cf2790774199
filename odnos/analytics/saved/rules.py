"""What must hold for reports and dashboards that people keep."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports import counted, spans
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.saved import kept, tiles
from odnos.engine.access import rights, roles
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import fitting
from odnos.engine.records.draft import Draft

LONGEST = 60_000
LONGEST_FILTER = 8000
PUBLISH = "view.publish"
OWNERS_ALONE = ("audience", "editors")


def report_definition(draft: Draft) -> None:
    """A definition can be read, and is kept in one form; the kind of record that it is about stands beside it."""
    if not draft.changed("definition"):
        return
    try:
        report = kept.parse(draft["definition"] or "")
    except (kept.Unreadable, FilterError) as error:
        draft.fail("definition", str(error))
        return
    draft.set("definition", kept.dump(report))
    draft.set("object", report.object_key)


def dashboard_tiles(draft: Draft) -> None:
    """Tiles can be read, and stand within the width of a dashboard."""
    if not draft.changed("tiles"):
        return
    try:
        draft.set("tiles", tiles.dump(tiles.parse(draft["tiles"] or "[]")))
    except (kept.Unreadable, FilterError) as error:
        draft.fail("tiles", str(error))


def dashboard_span(draft: Draft) -> None:
    """The period that a dashboard opens with is one that reports know."""
    if draft.changed("span") and draft["span"]:
        try:
            spans.span_of(draft["span"], today=draft.ctx.today)
        except ReportError as error:
            draft.fail("span", str(error))


def dashboard_filter(draft: Draft) -> None:
    """The filter that a dashboard opens with can be read, and asks only of fields that whoever keeps it may see."""
    if not (draft.changed("only") or draft.changed("about")) or not draft["only"]:
        return
    if not counted.is_known(draft["about"]):
        draft.fail("about", _("Say of which kind of record the filter is."))
        return
    kind = counted.get(draft["about"])
    try:
        node = text.parse(draft["only"])
    except FilterError as error:
        draft.fail("only", str(error))
        return
    if fitting.fitted(node, kind, by=draft.by) != node:
        draft.fail("only", _("The filter asks of a field that is not there."))


def dashboard_role(draft: Draft) -> None:
    """Who may open a view to everybody says what a role sees first."""
    if not draft.changed("role") or not draft["role"]:
        return
    if draft["role"] not in roles.known():
        draft.fail("role", _("There is no such role."))
    elif not rights.allows(draft.by, PUBLISH):
        draft.fail("role", _("You may not say what a role sees first. Ask a manager."))


def audience(draft: Draft) -> None:
    """Its owner says who sees and changes it, and opens it to everybody only with the right to."""
    was_another = not draft.is_new and draft.was("owner") != draft.by.user_id
    for name in OWNERS_ALONE:
        if was_another and draft.changed(name) and not draft.by.is_administrator:
            draft.fail(name, _("Only its owner or an administrator says who sees and changes it."))
    is_wider = draft.changed("audience") and draft["audience"] == "everyone"
    if is_wider and not rights.allows(draft.by, PUBLISH):
        draft.fail("audience", _("You may not open it to everyone. Ask a manager."))
