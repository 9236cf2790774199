"""What holds for the whole company: its name and money, and how much everybody sees."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation import actions
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import Organisation, OrganisationDefault
from odnos.engine.access.rights import Denied
from odnos.engine.audit import trail
from odnos.objects.access import Everyone
from odnos.objects.fields import About
from odnos.objects.registry import ObjectType, registry

FIELDS = ("name", "currency", "country", "locale", "timezone")
FLOORS = ("none", "all")
"""What everybody sees at least: what their role allows, or everything."""


def check(by: Actor) -> None:
    """Raise Denied unless the actor may change the company."""
    if not by.is_administrator or by.narrow:
        raise Denied(_("Only an administrator may change this."))


def change(values: Mapping[str, str], *, by: Actor, at: dt.datetime) -> None:
    """Change the company's name, currency, country, language or time zone. Raises Denied."""
    check(by)
    with transaction.atomic():
        company = actions.ensure_company()
        before = {name: getattr(company, name) for name in FIELDS}
        after = {name: values[name] for name in FIELDS if name in values and values[name] != before[name]}
        if after:
            Organisation.objects.filter(pk=company.pk).update(**after)
            note(
                "changed",
                company.pk,
                {name: [before[name], new] for name, new in after.items()},
                by=by,
                at=at,
            )


def guarded() -> list[ObjectType]:
    """Return the objects whose reach an administrator decides about; parts of another object follow it."""
    return [kind for kind in registry if not isinstance(kind.access, Everyone) and not follows(kind)]


def follows(object_type: ObjectType) -> bool:
    return object_type.parent_field is not None and not isinstance(object_type.parent_field, About)


def floors() -> dict[str, str]:
    """Return by object what everybody sees at least."""
    kept = dict(OrganisationDefault.objects.values_list("object_key", "see"))
    return {kind.key: kept.get(kind.key, "none") for kind in guarded()}


def change_floors(wanted: Mapping[str, str], *, by: Actor, at: dt.datetime) -> None:
    """Change what everybody sees at least, by object. Raises Denied."""
    check(by)
    with transaction.atomic():
        before = floors()
        after = {
            key: see for key, see in wanted.items() if key in before and see in FLOORS and see != before[key]
        }
        for key, see in after.items():
            for each in (key, *(part.key for part, _link in registry.children(key))):
                OrganisationDefault.objects.update_or_create(object_key=each, defaults={"see": see})
        if after:
            diff = {f"see.{key}": [before[key], see] for key, see in after.items()}
            note("sharing_changed", actions.ensure_company().pk, diff, by=by, at=at)


def note(action: str, record_id: int, diff: Mapping[str, list[str]], *, by: Actor, at: dt.datetime) -> None:
    trail.note(action, object_key="organisation", record_id=record_id, by=by, at=at, diff=diff)
