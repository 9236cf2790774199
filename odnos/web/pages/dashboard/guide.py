"""The guided start: the first steps on a page of their own, sample data, and the way back to both."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from odnos.domains.demo import removing, sample
from odnos.engine.access.actor import Actor
from odnos.engine.records import read
from odnos.engine.views import preferences, put_away
from odnos.objects.registry import registry
from odnos.web import toasts
from odnos.web.jinja import render
from odnos.web.pages.dashboard import first
from odnos.web.pages.record.found import address, visit_of

HERE = "/first-steps"
NAMED = 5


@require_GET
def guide(request: HttpRequest) -> HttpResponse:
    """Show the steps of this person, and to administrators the sample data."""
    visit = visit_of(request)
    found = first.steps(by=visit.by, at=visit.at)
    context: dict[str, Any] = {
        "steps": found,
        "over": sum(item.is_over for item in found),
        "is_away": put_away.is_away(first.STEPS, by=visit.by),
        "samples": 0,
        "is_empty": False,
    }
    if visit.by.is_administrator:
        context |= samples(visit.by)
        context["is_empty"] = not context["samples"] and sample.is_empty(by=visit.by, at=visit.at)
    return render(request, "pages/first_steps.html", context)


def samples(by: Actor) -> dict[str, Any]:
    """Return how many samples there are, how many would stay, and some of those with what keeps them."""
    planned = removing.plan(by=by)
    some = dict(list(planned.staying.items())[:NAMED])
    titles = read.titles({*some, *some.values()}, by=by)
    staying = [
        {
            "title": titles[kept],
            "href": address(registry.get(kept[0]), kept[1]),
            "by": titles[keeper],
            "by_href": address(registry.get(keeper[0]), keeper[1]),
        }
        for kept, keeper in some.items()
    ]
    total = planned.number + len(planned.staying)
    return {"samples": total, "going": planned.number, "staying": staying, "stay": len(planned.staying)}


@require_POST
def skip(request: HttpRequest, key: str) -> HttpResponse:
    """Leave a step out."""
    first.skip(key, by=visit_of(request).by)
    return HttpResponseRedirect(HERE)


@require_POST
def resume(request: HttpRequest, key: str) -> HttpResponse:
    """Take a step up again."""
    first.skip(key, by=visit_of(request).by, wanted=False)
    return HttpResponseRedirect(HERE)


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """Put the first steps away from the dashboard; the help leads back to them."""
    put_away.put_away(first.STEPS, by=visit_of(request).by)
    return toasts.later(HttpResponseRedirect("/"), _("You find the first steps again in the help."))


@require_POST
def return_(request: HttpRequest) -> HttpResponse:
    """Show the steps on the dashboard again."""
    preferences.keep(first.STEPS, by=visit_of(request).by, default_view="")
    return HttpResponseRedirect(HERE)


def keys(request: HttpRequest) -> HttpResponse:
    """Show the map of the keys; who says that they have looked at it has taken the step."""
    if request.method != "POST":
        return render(request, "pages/first_keys.html", {})
    put_away.put_away(first.KEYS, by=visit_of(request).by)
    return HttpResponseRedirect(HERE)


@require_POST
def load(request: HttpRequest) -> HttpResponse:
    """Fill an empty company with sample data."""
    visit = visit_of(request)
    made = sample.load(by=visit.by, at=visit.at)
    words = _("Sample data is there: %(num)s entries. Look around; one click removes it again.")
    return toasts.later(HttpResponseRedirect("/"), words % {"num": made.entries})


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take the sample data away."""
    visit = visit_of(request)
    removed = removing.remove(by=visit.by, at=visit.at)
    answer = HttpResponseRedirect(HERE)
    tone = "warn" if removed.staying else "good"
    return toasts.later(answer, told(removed), undo=f"/history/{removed.change_set}/undo", tone=tone)


def told(removed: removing.Removed) -> str:
    """Return the words for what a removal did."""
    gone = ngettext("%(num)s sample is removed.", "%(num)s samples are removed.", removed.number)
    stays = ngettext(
        "%(num)s stays: a record of yours is linked to it.",
        "%(num)s stay: records of yours are linked to them.",
        removed.staying,
    )
    words = gone % {"num": removed.number}
    return f"{words} {stays % {'num': removed.staying}}" if removed.staying else words
