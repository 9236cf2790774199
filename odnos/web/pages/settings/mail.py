"""Mail: the reports that a person gets, and the server that takes them, with a letter to try it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from odnos.analytics.mailing import managing
from odnos.analytics.mailing.objects import SUBSCRIPTION
from odnos.channels.email.server import NoServer, server
from odnos.engine.access.models import User
from odnos.engine.filters.tree import Condition
from odnos.engine.outbox import jobs
from odnos.engine.outbox.models import Job
from odnos.engine.records import read
from odnos.lib import letters
from odnos.lib.letters import Letter
from odnos.web.pages.mails import dialog, others, own
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show


def subscriptions(request: HttpRequest) -> HttpResponse:
    """List what comes to the reader's mailbox, and what they have sent to others."""
    visit = request.visit  # type: ignore[attr-defined]
    mine = Condition(("owner",), "is", "me")
    rows = read.query(SUBSCRIPTION, by=visit.by, at=visit.at, filter=mine, sort="name").rows
    theirs = managing.made_for_others(by=visit.by, at=visit.at)
    context = {
        "mails": own.listed(rows, visit),
        "others": others.listed(theirs, visit),
        "server": dialog.problem(),
    }
    return show(request, "pages/settings_subscriptions.html", "subscriptions", context)


def mail(request: HttpRequest) -> HttpResponse:
    """Show the mail server, and how much waits for it."""
    administrator(request)
    found = Job.objects.filter(name=letters.JOB)
    context = {
        "server": None if dialog.problem() else server(),
        "problem": dialog.problem(),
        "email": email_of(request),
        "waiting": found.filter(state__in=("ready", "running")).count(),
        "dead": found.filter(state="dead").count(),
    }
    return show(request, "pages/settings_mail.html", "mail", context)


def email_of(request: HttpRequest) -> str:
    return User.objects.filter(pk=actor(request).user_id or 0).values_list("email", flat=True).first() or ""


def test(request: HttpRequest) -> HttpResponse:
    """Put a letter to the administrator on the list."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    by, at = administrator(request), now(request)
    try:
        server()
    except NoServer as error:
        return saved("/settings/mail", str(error), tone="bad")
    text = _("This letter was sent by Odnos to try the mail server. It came through.")
    key = f"test:{by.user_id}@{at:%Y-%m-%dT%H:%M:%S}"
    letter = Letter(
        key=key, to=email_of(request), name=by.name, subject=_("A test mail of Odnos"), text=f"{text}\n"
    )
    jobs.enqueue(letters.JOB, {"letter": letter.to_json()}, at=at, key=f"mail:{key}")
    return saved("/settings/mail", _("A test mail is on its way. If it does not come, the jobs say why."))
