"""Subscribing to a report: a dialog with what one has, and the questions of another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from odnos.analytics.mailing import jobs, managing, recipients
from odnos.analytics.mailing.objects import CONDITIONS, RHYTHMS, SUBSCRIPTION
from odnos.analytics.mailing.recipients import Subscribed
from odnos.analytics.saved import kept
from odnos.analytics.saved.objects import REPORT
from odnos.channels.email.server import NoServer, server
from odnos.engine.filters.tree import Condition, FilterError
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.engine.records.row import Row
from odnos.objects.registry import registry
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.lists import offers
from odnos.web.pages.lists.places import led
from odnos.web.pages.mails import others, own
from odnos.web.pages.mails.words import CHECKS

FEW = 200
"""People and teams that can be chosen from a list."""
WRITTEN = ("rhythm", "hour", "span", "condition", "measure", "threshold")
SPANS = (
    ("", gettext_lazy("As the report says")),
    ("yesterday", gettext_lazy("Yesterday")),
    ("last_week", gettext_lazy("Last week")),
    ("last_month", gettext_lazy("Last month")),
    ("last_quarter", gettext_lazy("Last quarter")),
    ("this_month", gettext_lazy("This month")),
    ("this_quarter", gettext_lazy("This quarter")),
    ("this_year", gettext_lazy("This year")),
)


@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show the reader's subscriptions of a report and the form of another one; make it."""
    visit = request.visit  # type: ignore[attr-defined]
    report = read.get(REPORT, report_id, by=visit.by)
    if request.method == "GET":
        return page(request, report)
    values: dict[str, Any] = {name: request.POST[name] for name in WRITTEN if request.POST.get(name)}
    values |= {name: request.POST.get(name) == "1" for name in CHECKS}
    people = chosen(request.POST.get("to", ""), visit)
    try:
        made = recipients.subscribe(report, people, values, by=visit.by, at=visit.at)
    except Invalid as error:
        return page(request, report, errors=error.errors, status=422)
    return led(request, f"/reports/{report.id}", said(made, visit), tone="warn" if made.passed else "good")


def chosen(written: str, visit: Any) -> list[int]:
    """Return who is to get it: oneself, a person («user-7»), the people of a team («team-3»)."""
    kind, _dash, number = written.partition("-")
    found = whole(number)
    if kind == "team" and found is not None:
        read.get(registry.get("team"), found, by=visit.by)
        return recipients.of_team(found)
    return [found] if kind == "user" and found is not None else [visit.by.user_id]


def said(made: Subscribed, visit: Any) -> str:
    """Return who gets the report now."""
    if made.people == (visit.by.user_id,) and not made.passed:
        return _("You get this report by mail.")
    number = len(made.people)
    told = ngettext("%(number)s person gets it.", "%(number)s people get it.", number) % {"number": number}
    if not made.passed:
        return told
    left = ngettext(
        "%(number)s may not see it, or not be subscribed by you.",
        "%(number)s may not see it, or not be subscribed by you.",
        made.passed,
    )
    return f"{told} {left % {'number': made.passed}}"


def targets(visit: Any) -> list[tuple[str, str]]:
    """Return who can be subscribed: oneself; with the right to, teams and people."""
    me = [("", _("Me"))]
    if not recipients.may_subscribe_others(visit.by):
        return me
    ctx = visit.ctx()
    teams = offers.of(registry.get("team"), by=visit.by, ctx=ctx, limit=FEW)
    people = offers.of(registry.get("user"), by=visit.by, ctx=ctx, limit=FEW)
    return [
        *me,
        *((f"team-{number}", _("Team %(name)s") % {"name": name}) for number, name in teams),
        *((f"user-{number}", name) for number, name in people if str(number) != str(visit.by.user_id)),
    ]


def page(request: HttpRequest, report: Row, *, errors: Any = None, status: int = 200) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    of_this = Condition(("report",), "is", report.id)
    rows = read.query(SUBSCRIPTION, by=visit.by, at=visit.at, filter=of_this, sort="name").rows
    context = {
        "report": report,
        "mails": own.listed([row for row in rows if row["owner"] == visit.by.user_id], visit),
        "others": others.listed(managing.of_report(report, by=visit.by, at=visit.at), visit),
        "rhythms": RHYTHMS,
        "conditions": [("", _("Always")), *CONDITIONS],
        "spans": SPANS,
        "hours": [(hour, f"{hour:02d}:00") for hour in range(24)],
        "measures": measures(report),
        "zone": visit.by.timezone,
        "server": problem(),
        "errors": errors or {},
        "targets": targets(visit),
        "given": {name: request.POST.get(name, "") for name in (*WRITTEN, "to")}
        | {"hour": request.POST.get("hour", 8)},
        "checked": {name for name in CHECKS if request.POST.get(name)},
        "page": not request.headers.get("HX-Request"),
    }
    block = "" if context["page"] else "dialog"
    return render(request, "pages/report_mail.html", context, block=block, status=status)


def measures(report: Row) -> list[tuple[int, str]]:
    """Return the figures of a report by their numbers, as an alert names them."""
    try:
        found = kept.parse(report["definition"]).measures
    except (kept.Unreadable, FilterError):
        return [(1, _("Figure %(number)s") % {"number": 1})]
    return [(n, item.label or _("Figure %(number)s") % {"number": n}) for n, item in enumerate(found, 1)]


def problem() -> str:
    """Return why no mail would go out, nothing if all is well."""
    try:
        server()
    except NoServer as error:
        return str(error)
    return ""


def mine(number: int, visit: Any) -> Row:
    """Return one of the reader's own subscriptions. Raises NotFound."""
    row = read.get(SUBSCRIPTION, number, by=visit.by)
    if row["owner"] != visit.by.user_id:
        raise NotFound(f"report_subscription {number}")
    return row


@require_POST
def now(request: HttpRequest, number: int) -> HttpResponse:
    """Send one at once, beside those that are due."""
    visit = request.visit  # type: ignore[attr-defined]
    row = mine(number, visit)
    jobs.put(row.id, f"now-{visit.at:%Y-%m-%dT%H:%M:%S}", at=visit.at)
    return led(request, "/settings/subscriptions", _("It is being counted and sent."))


@require_GET
def state(request: HttpRequest, number: int) -> HttpResponse:
    """Answer how far the last mail is; asked again while it is counted."""
    visit = request.visit  # type: ignore[attr-defined]
    [found] = own.listed([mine(number, visit)], visit)
    return render(request, "pages/report_mail_state.html", {"mail": found}, block="state")


@require_POST
def switch(request: HttpRequest, number: int) -> HttpResponse:
    """Switch a subscription off, or on again."""
    visit = request.visit  # type: ignore[attr-defined]
    row = mine(number, visit)
    version = whole(request.POST.get("version")) or row.version
    write.update(
        row.type, row.id, {"is_active": not row["is_active"]}, by=visit.by, at=visit.at, version=version
    )
    told = _("It is switched off.") if row["is_active"] else _("It is switched on.")
    return led(request, "/settings/subscriptions", told)


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    visit = request.visit  # type: ignore[attr-defined]
    row = mine(number, visit)
    write.delete_one(SUBSCRIPTION, row.id, by=visit.by, at=visit.at)
    return led(request, "/settings/subscriptions", _("You no longer get this report."))
