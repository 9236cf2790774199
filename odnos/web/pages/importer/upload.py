"""The first step: what is brought in, and from which file; and the imports there have been."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from odnos.engine.access import rights
from odnos.engine.access.rights import Denied
from odnos.engine.records.read import titles
from odnos.engine.transfer import imports, reasons
from odnos.engine.transfer.models import ImportRun
from odnos.lib.tables import Unreadable
from odnos.objects import fields as f
from odnos.objects.registry import ObjectType, registry
from odnos.web.jinja import render
from odnos.web.middleware.sizes import in_words
from odnos.web.pages.importer.words import STEPS, state_of

ACCEPTED = ".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods"
SHOWN = 30
PEOPLE = frozenset(("user",))
SELDOM = frozenset(("list",))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What can be imported, and the imports so far. Raises Denied for whoever may not and never could."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    if not importable(visit) and not imports.runs(by=visit.by).exists():
        raise Denied(
            _("Your role reads and exports; it brings nothing in. Ask an administrator if you need to.")
        )
    return page(request, chosen=request.GET.get("object", ""), errors=[])


@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Keep the file and go on to its columns."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    chosen, file = request.POST.get("object", ""), request.FILES.get("file")
    if file is None or chosen not in registry:
        return page(request, chosen=chosen, errors=[_("Choose a file and what its rows are.")], status=422)
    try:
        made = imports.upload(
            registry.get(chosen), file.name or _("file"), file.chunks(), by=visit.by, at=visit.at
        )
    except Unreadable as error:
        return page(request, chosen=chosen, errors=[reasons.of_file(error)], status=422)
    return HttpResponseRedirect(f"/imports/{made.pk}/columns")


def page(request: HttpRequest, *, chosen: str, errors: list[str], status: int = 200) -> HttpResponse:
    visit: Any = request.visit  # type: ignore[attr-defined]
    offered = importable(visit)
    context = {
        "steps": [str(step) for step in STEPS],
        "objects": [kind for kind in offered if is_usual(kind)],
        "others": [kind for kind in offered if not is_usual(kind)],
        "chosen": chosen or (offered[0].key if offered else ""),
        "accepted": ACCEPTED,
        "limit": settings.UPLOAD_LIMIT,
        "limit_words": in_words(settings.UPLOAD_LIMIT),
        "errors": errors,
        "runs": listed(visit),
    }
    return render(request, "pages/import_file.html", context, status=status)


def importable(visit: Any) -> list[ObjectType]:
    """Objects that the person may import and that are no mere parts of others."""
    found = [item for item in registry if rights.may(visit.by, "import", item) != "none"]
    whole = [item for item in found if item.is_custom or not isinstance(item.parent_field, f.Link)]
    return sorted(whole, key=lambda item: (not is_usual(item), not item.in_menu))


def is_usual(kind: ObjectType) -> bool:
    """Whether people bring such records in from elsewhere; stages and teams come with them, seldom alone."""
    return (kind.in_menu and kind.key not in SELDOM) or kind.key in PEOPLE


def listed(visit: Any) -> list[dict[str, Any]]:
    runs = list(imports.runs(by=visit.by)[:SHOWN])
    people = titles({("user", run.actor_id) for run in runs if run.actor_id}, by=visit.by)
    return [row_of(run, people, visit) for run in runs]


def row_of(run: ImportRun, people: dict[Any, str | None], visit: Any) -> dict[str, Any]:
    field = f.Moment("created_at")
    label, tone = state_of(run)
    return {
        "href": f"/imports/{run.pk}",
        "filename": run.filename,
        "object": registry.get(run.object_key).plural if run.object_key in registry else run.object_key,
        "state": label,
        "tone": tone,
        "rows": run.rows,
        "failed": run.failed,
        "at": field.html(run.created_at, visit.ctx()),
        "who": people.get(("user", run.actor_id)) or "",
    }
