"""Keeping the records behind a figure as a segment: a form on their page, and the view of their list that it makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from odnos.analytics.findings import segments
from odnos.analytics.findings.models import FindingRun
from odnos.engine.views import saved
from odnos.engine.views.models import SavedView
from odnos.objects.context import Reference
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.lists.places import led
from odnos.web.pages.lists.views import AUDIENCES


@dataclass(kw_only=True)
class Offered:
    """What the form offers: a name, an audience, one of the `kinds` of record; `why_not` says why nothing can be kept."""

    name: str
    audience: str
    choices: Sequence[tuple[str, Any]]
    kinds: Sequence[tuple[str, str]]
    chosen: str
    action: str
    why_not: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)


def offered(
    request: HttpRequest,
    references: Collection[Reference],
    number: int,
    *,
    name: str,
    kinds_there: Collection[str] = (),
    is_live: bool = False,
) -> Offered:
    """Return the form for some records; where `number` is more than those, they are of the `kinds_there`."""
    by, given = request.visit.by, request.POST  # type: ignore[attr-defined]
    counted = Counter(key for key, _one in references)
    is_part = number > len(references)
    kinds = [(key, f"{registry.get(key).plural} ({many})") for key, many in counted.items()]
    if is_part and counted:
        counted.update(dict.fromkeys(kinds_there, 0))
        kinds = [(key, str(registry.get(key).plural)) for key in counted]
    chosen = given.get("kind", "")
    too_many = number > segments.MOST and not is_live
    return Offered(
        name=given.get("name", name[: saved.LONGEST]),
        audience=given.get("audience", "private"),
        choices=[(key, AUDIENCES[key][0]) for key in saved.audiences(by)],
        kinds=kinds,
        chosen=chosen if chosen in counted else next(iter(counted), ""),
        action=request.get_full_path(),
        why_not=_("A segment holds at most %(most)s records. Take a smaller part of them.")
        % {"most": segments.MOST}
        if too_many
        else "",
    )


def kept(request: HttpRequest, form: Offered, ids: Sequence[int]) -> HttpResponse | None:
    """Keep the records of the chosen kind and lead to their list, or to how far it is; None where the form has to be shown again."""
    visit = request.visit  # type: ignore[attr-defined]
    said: dict[str, Any] = {"name": form.name, "audience": form.audience, "by": visit.by, "at": visit.at}
    if not form.chosen:
        form.errors = {"name": [_("There is no record here that you may see.")]}
        return None
    kind = registry.get(form.chosen)
    return made(
        request,
        form,
        kind,
        lambda: segments.of_records(kind, ids, **said),
    )


def made(
    request: HttpRequest, form: Offered, kind: ObjectType, keep: Callable[[], SavedView | FindingRun]
) -> HttpResponse | None:
    """Make the segment and lead to its list; None, with what is wrong, where it cannot be made."""
    try:
        view = keep()
    except (saved.BadName, segments.NoSegment) as error:
        form.errors = {"name": [str(error)]}
        return None
    if isinstance(view, FindingRun):
        return HttpResponseRedirect(f"/insights/segments/{view.pk}")
    words = _("Segment “%(name)s” is saved.") % {"name": view.name}
    return led(request, f"/{kind.plural_key}?view=v{view.pk}", words)
