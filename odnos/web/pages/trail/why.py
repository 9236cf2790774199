"""Why somebody sees a record, and changes it, or why not: the grounds of the rights, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from odnos.engine.access import explain, roles
from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.explain import Answer, Ground
from odnos.engine.access.models import User
from odnos.engine.access.rights import Deed
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.lib import dates
from odnos.objects.access import ParentDecides
from odnos.objects.context import Context
from odnos.objects.fields import Link
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.lists import controls
from odnos.web.pages.record.found import Moved, address_of, row_of

DEEDS: tuple[tuple[Deed, Label, Label], ...] = (
    ("see", gettext_lazy("sees it"), gettext_lazy("does not see it")),
    ("edit", gettext_lazy("may change it"), gettext_lazy("may not change it")),
    ("delete", gettext_lazy("may delete it"), gettext_lazy("may not delete it")),
    ("export", gettext_lazy("may export it"), gettext_lazy("may not export it")),
)


@require_GET
def why(request: HttpRequest, kind: ObjectType, record_id: int) -> HttpResponse:
    """Show what a person may do with a record, and on which grounds. Administrators ask about anybody, others about themselves."""
    visit = request.visit  # type: ignore[attr-defined]
    try:
        row = row_of(request, kind, record_id)
    except Moved as moved:
        return HttpResponseRedirect(f"{moved.address}/why")
    asked = whole(request.GET.get("person")) if visit.by.is_administrator else None
    person = actor_of(asked, visit) if asked else visit.by
    answers = [(deed, explain.explain(kind, row.columns, by=person, deed=deed)) for deed, _yes, _no in DEEDS]
    refs = set(references(answers, row))
    ctx = visit.ctx(read.titles(refs, by=visit.by))
    context = {
        "row": row,
        "kind": kind,
        "here": address_of(row),
        "href": address_of(row, "why"),
        "person": person.name,
        "asked": asked,
        "everybody": visit.by.is_administrator,
        "control": controls.control(request, None, Link("person", _("Person"), to="user"), asked),
        "lines": lines(answers, row, person, ctx),
        "part_of": part_of(row, ctx),
    }
    return render(request, "pages/record_why.html", context)


def actor_of(user_id: int, visit: Any) -> Actor:
    """Return the actor that a person is now. Raises NotFound."""
    user = User._base_manager.filter(pk=user_id, deleted_at__isnull=True).first()
    if user is None:
        raise NotFound(f"user {user_id}")
    return actor_for(user, at=visit.at)


def references(answers: Iterable[tuple[Deed, Answer]], row: Row) -> Iterable[Any]:
    for _deed, answer in answers:
        yield from (ground.names for ground in answer.grounds if ground.names)
    parent = row.type.parent_field
    if parent:
        yield from parent.references(row[parent.name])


def lines(
    answers: Iterable[tuple[Deed, Answer]], row: Row, person: Actor, ctx: Context
) -> list[dict[str, Any]]:
    words = {deed: (yes, no) for deed, yes, no in DEEDS}
    return [
        {
            "reached": answer.reached,
            "said": words[deed][0 if answer.reached else 1],
            "grounds": [in_words(ground, row, person, ctx) for ground in answer.grounds],
        }
        for deed, answer in answers
    ]


def part_of(row: Row, ctx: Context) -> str:
    """Return the title of the whole that decides about a part."""
    parent = row.type.parent_field
    if not parent or not isinstance(row.type.access, ParentDecides):
        return ""
    return next((title for ref in parent.references(row[parent.name]) if (title := ctx.titles.get(ref))), "")


def in_words(ground: Ground, row: Row, person: Actor, ctx: Context) -> str:
    """Return one ground as a sentence."""
    values = {
        "person": person.name,
        "objects": str(row.type.plural),
        "role": role_name(ground.role),
        "whom": ctx.titles.get(ground.names) or _("Hidden") if ground.names else "",
        "field": link_label(row.type, ground.field),
    }
    sentence = str(SENTENCES[ground.kind]) % values
    if ground.kind == "share" and ground.names and ground.names[0] == "team":
        sentence = _("It is shared with the team %(whom)s.") % values
    if ground.kind == "published" and ground.names:
        sentence = _("Its owner opened it to the team %(whom)s.") % values
    if ground.kind == "share" and ground.field:
        sentence += " " + _("It is a part of what was shared: %(kind)s.") % {
            "kind": str(registry.get(ground.field).label)
        }
    if ground.until:
        day = ground.until.astimezone(ctx.timezone)
        told = f"{dates.show_date(day.date(), locale=ctx.locale, today=ctx.today)}, {day:%H:%M}"
        sentence += " " + _("The share ends: %(until)s.") % {"until": told}
    return sentence


def role_name(code: str) -> str:
    return str(roles.get(code).label or code)


def link_label(kind: ObjectType, name: str) -> str:
    return str(kind.by_name[name].label) if name in kind.by_name else name


SENTENCES: dict[str, Label] = {
    "administrator": gettext_lazy(
        "%(person)s is an administrator: administrators may do this with every record."
    ),
    "everybody": gettext_lazy(
        "%(objects)s are open to everybody who signs in, as far as the role allows it."
    ),
    "role": gettext_lazy("The role “%(role)s” allows this with all %(objects)s."),
    "default": gettext_lazy(
        "The least that everybody sees is set to everything for %(objects)s (Settings → Who sees what)."
    ),
    "own": gettext_lazy("It belongs to %(person)s."),
    "report": gettext_lazy("It belongs to %(whom)s, who reports to %(person)s."),
    "team": gettext_lazy("It belongs to the team %(whom)s, of which %(person)s is a member."),
    "below": gettext_lazy("It belongs to the team %(whom)s, which stands below the team of %(person)s."),
    "territory": gettext_lazy("It lies in the territory %(whom)s, of which %(person)s is a member."),
    "link": gettext_lazy("%(person)s is named in the field “%(field)s”."),
    "published": gettext_lazy("Its owner opened it to everybody."),
    "share": gettext_lazy("It is shared with %(person)s."),
    "forbidden": gettext_lazy("The role “%(role)s” forbids this, and a forbid wins over everything else."),
    "nothing": gettext_lazy(
        "The role “%(role)s” does not allow this with %(objects)s, and the record is not shared."
    ),
    "elsewhere": gettext_lazy(
        "It lies outside of what the role “%(role)s” reaches: it belongs neither to %(person)s nor to their team or territory as far as the role goes, and it is not shared with them."
    ),
}
