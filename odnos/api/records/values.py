"""From a JSON object to what the write path takes: known names, right JSON types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from odnos.api import bodies
from odnos.api.problems import Problem
from odnos.objects.registry import ObjectType


def values_of(object_type: ObjectType, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields' values in `body`. Raises Problem 422; unknown and read-only fields the write path refuses."""
    if wrong := bodies.misfits(object_type.by_name, body):
        raise Problem(422, _("Some values cannot be taken."), errors=wrong)
    return dict(body)
