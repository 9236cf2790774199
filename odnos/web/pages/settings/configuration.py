"""The configuration: taken along as a file, and a file compared with what is here and applied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from odnos.engine.access.actor import Actor
from odnos.engine.configuration import apply, export, source
from odnos.engine.configuration.broken import Broken
from odnos.engine.configuration.plan import Plan, plan
from odnos.web.middleware.sizes import in_words
from odnos.web.pages.settings import differences
from odnos.web.pages.settings.sections import actor, administrator, now, saved, show

PAGE = "/settings/configuration"


def configuration(request: HttpRequest) -> HttpResponse:
    """Show what can be taken along, or compare the file that was given."""
    by = administrator(request)
    if request.method != "POST":
        return page(request, [])
    file = request.FILES.get("file")
    if file is None:
        return page(request, [_("Choose a file.")], status=422)
    return preview(request, file.read(source.LARGEST + 1), by)


@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Answer with the file."""
    made = export.export(by=administrator(request), at=now(request))
    answer = HttpResponse(made.text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="odnos-configuration.json"'
    return answer


@require_POST
def application(request: HttpRequest) -> HttpResponse:
    """Apply the file that was looked at, unless something else would come of it by now."""
    by, at = administrator(request), now(request)
    raw = request.POST.get("text", "").encode()
    try:
        given = source.load(raw, by.context(at))
        if plan(given, by=by, at=at).fingerprint != request.POST.get("mark"):
            return preview(request, raw, by, warning=_("Something was changed meanwhile. Look again."))
        done = apply.apply(given, by=by, at=at, archive=bool(request.POST.get("archive")))
    except (Broken, apply.Conflicting) as refusal:
        return preview(request, raw, by, errors=[str(refusal)])
    undo = f"/history/{done.change_set}/undo" if done.change_set else ""
    return saved(PAGE, told(done), undo=undo, tone="warn" if done.warnings else "good")


def told(done: apply.Applied) -> str:
    """Return the words for what was applied."""
    number = done.number + done.views
    words = ngettext("%(num)s definition applied.", "%(num)s definitions applied.", number) % {"num": number}
    return " ".join([words, *done.warnings[:2]])


def preview(
    request: HttpRequest, raw: bytes, by: Actor, *, errors: list[str] | None = None, warning: str = ""
) -> HttpResponse:
    """Show what a file would change."""
    try:
        given = source.load(raw, by.context(now(request)))
    except Broken as mistake:
        return page(request, [*(errors or []), str(mistake)], status=422)
    planned = plan(given, by=by, at=now(request))
    context = {
        "text": raw.decode("utf-8-sig"),
        "mark": planned.fingerprint,
        "groups": list(groups(planned)),
        "same": len(planned.of("same")),
        "extra": len(planned.of("extra")),
        "conflicts": len(planned.of("conflict")),
        "nothing": planned.is_empty,
        "warning": warning,
        "errors": errors or [],
    }
    status = 422 if errors else 200
    return show(request, "pages/settings_difference.html", "configuration", context, status=status)


def groups(planned: Plan) -> Iterator[dict[str, Any]]:
    """Yield the steps by what becomes of them, what needs attention first."""
    for status, label, tone, icon in differences.STATUSES:
        if steps := planned.of(status):
            yield {
                "label": label,
                "tone": tone,
                "icon": icon,
                "open": status != "extra",
                "steps": [differences.shown(step) for step in steps],
            }


def page(request: HttpRequest, errors: list[str], *, status: int = 200) -> HttpResponse:
    made = export.export(by=actor(request), at=now(request))
    context = {
        "errors": errors,
        "left": made.left,
        "size": in_words(len(made.text.encode())),
        "limit_words": in_words(source.LARGEST),
    }
    return show(request, "pages/settings_configuration.html", "configuration", context, status=status)
