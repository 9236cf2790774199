"""Keeping fields from people in a test: rights as an administrator gives them, and the process that knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from odnos.domains.organisation.field_rights import FIELD_RIGHT, takes_rights
from odnos.domains.organisation.role_objects import ROLE_RIGHT
from odnos.engine.access.fields import inputs
from odnos.engine.access.models import RoleDefinition
from odnos.engine.records import write
from odnos.engine.tables import definitions
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry
from tests.people import NOON, Cast

REPRESENTATIVE = "representative"


def keep_from(
    cast: Cast,
    *names: tuple[str, str],
    role: str = REPRESENTATIVE,
    may_see: bool = False,
    may_edit: bool = False,
) -> None:
    """Take fields, each as (object, field), away from a role."""
    batch = [
        {"object": key, "field": name, "role": role, "may_see": may_see, "may_edit": may_edit}
        for key, name in names
    ]
    outcomes = write.create_many(FIELD_RIGHT, batch, by=cast.dora, at=NOON)
    wrong = [outcome.errors for outcome in outcomes if outcome.errors]
    assert not wrong, wrong
    definitions.refresh()


def narrow(cast: Cast, key: str, deed: str, *, scope: str, role: str = REPRESENTATIVE) -> None:
    """Let a role do a deed over fewer records of an object."""
    made = RoleDefinition.objects.get(code=role).pk
    given = {"role": made, "object": key, "deed": deed, "scope": scope, "forbid": False}
    write.create(ROLE_RIGHT, given, by=cast.dora, at=NOON)
    definitions.refresh()


def hideable() -> Iterator[tuple[ObjectType, Field]]:
    """Yield every field of every object that can be hidden, added ones and those worked out from others included."""
    for object_type in registry:
        if takes_rights(object_type):
            for item in object_type.all_fields:
                if item.name not in object_type.always_seen:
                    yield object_type, item


def places(found: Iterable[tuple[ObjectType, Field]]) -> list[tuple[str, str]]:
    return [(object_type.key, item.name) for object_type, item in found]


def telling(object_type: ObjectType, item: Field) -> list[tuple[str, str]]:
    """Return the fields that must be hidden with a field, since it shows what they hold."""
    return list(inputs(object_type, item))


def refused(errors: Any) -> set[str]:
    return {name for name, reasons in errors.items() if reasons}
