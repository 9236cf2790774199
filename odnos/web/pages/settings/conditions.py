"""A condition on records that is part of a setting, built like the filter of a list."""

from __future__ import annotations

from django.http import HttpRequest

from odnos.objects.registry import ObjectType
from odnos.web.pages.lists import builder


def condition(
    request: HttpRequest, kind: ObjectType, written: str | None, *, name: str = "condition"
) -> dict[str, str]:
    """Return what the macro `filter_tree` draws for a condition in its text form; the form sends it back as `name`."""
    visit = request.visit  # type: ignore[attr-defined]
    return builder.context(kind, written or "", name=name, by=visit.by, ctx=visit.ctx())
