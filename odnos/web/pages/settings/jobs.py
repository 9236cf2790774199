"""Jobs: what waits, what runs, and what failed too often."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.outbox import queue
from odnos.engine.outbox.models import Job
from odnos.lib import dates
from odnos.objects.context import Context
from odnos.objects.labels import Label
from odnos.web.pages.settings.sections import administrator, now, saved, show

SHOWN = 100
STATES: dict[str, Label] = {
    "dead": gettext_lazy("Failed"),
    "running": gettext_lazy("Running"),
    "ready": gettext_lazy("Waiting"),
    "done": gettext_lazy("Done"),
}
NAMES: dict[str, Label] = {
    "access.restamp": gettext_lazy("Records follow a person to another team"),
    "transfer.import": gettext_lazy("Import"),
    "records.undo": gettext_lazy("Undo"),
    "records.mass": gettext_lazy("Mass change"),
    "deals.clear_stages": gettext_lazy("Deleting stages"),
    "privacy.erase": gettext_lazy("Erasing a person"),
    "privacy.dossier": gettext_lazy("Everything about one person"),
    "privacy.retain": gettext_lazy("Retention rules"),
    "email.send": gettext_lazy("Mail"),
    "mailing.send": gettext_lazy("Report by mail"),
    "mailing.look": gettext_lazy("Looking which reports are due"),
    "outbox.forget_done": gettext_lazy("Clearing old jobs away"),
}


def jobs(request: HttpRequest) -> HttpResponse:
    """Show the jobs of one state; those that need somebody first."""
    administrator(request)
    numbers = dict(Job.objects.order_by().values_list("state").annotate(number=Count("pk")))
    asked = request.GET.get("state", "")
    state = asked if asked in STATES else "dead"
    ctx = request.visit.ctx()  # type: ignore[attr-defined]
    tabs = [
        {
            "label": label,
            "href": f"/settings/jobs?state={key}",
            "count": numbers.get(key, 0),
            "current": key == state,
        }
        for key, label in STATES.items()
    ]
    found = [shown(job, ctx) for job in Job.objects.filter(state=state).order_by("-pk")[:SHOWN]]
    return show(request, "pages/settings_jobs.html", "jobs", {"tabs": tabs, "state": state, "jobs": found})


def shown(job: Job, ctx: Context) -> dict[str, Any]:
    """Return a job in words: what it does, when, and the last line of what went wrong."""
    lines = [line.strip() for line in job.error.splitlines() if line.strip()]
    moment = job.finished_at or job.run_at
    return {
        "id": job.pk,
        "name": NAMES.get(job.name, job.name),
        "when": dates.ago(moment, at=ctx.at, locale=ctx.locale, zone=ctx.timezone),
        "attempts": _("%(attempts)s of %(most)s tries")
        % {"attempts": job.attempts, "most": job.max_attempts},
        "reason": lines[-1][:300] if lines else "",
        "details": job.error if len(lines) > 1 else "",
    }


def retry(request: HttpRequest, number: int) -> HttpResponse:
    """Give a dead job all its tries again."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    queue.retry(number, by=administrator(request), at=now(request))
    return saved("/settings/jobs", _("The job will be tried again."))
