"""What stands behind the ? of an address. A parameter that is not known, or comes twice, is refused."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from odnos.api import bodies
from odnos.api.problems import Problem, at_field, error
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import FilterError, Node
from odnos.engine.records import read
from odnos.objects.registry import ObjectType

LARGEST_PAGE = 500
USUAL_PAGE = 50
EXPANSIONS = ("titles",)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page of a list as it was asked for."""

    filter: Node | None
    sort: str
    fields: tuple[str, ...] | None
    limit: int
    after: str | None
    titles: bool
    deleted: bool


def taken(request: HttpRequest, known: Collection[str]) -> dict[str, str]:
    """Return the parameters of a request, all of which must be `known` and come once. Raises Problem."""
    found = {}
    for name, values in request.GET.lists():
        if name not in known:
            offered = _("This address takes: %(known)s.") % {"known": ", ".join(known)}
            reason = offered if known else _("This address takes no parameters.")
            raise Problem(
                400, _("Unknown parameter “%(name)s”.") % {"name": name[:60]}, errors=[error(name, reason)]
            )
        if len(values) > 1:
            raise at_field(400, name, _("This parameter comes twice."))
        if "\x00" in values[0]:
            raise at_field(400, name, _("This contains a NUL byte."))
        found[name] = values[0]
    return found


def of_list(request: HttpRequest, object_type: ObjectType) -> Asked:
    """Return what a list is asked for. Raises Problem, FilterError."""
    given = taken(request, ("filter", "sort", "fields", "limit", "cursor", "expand", "deleted"))
    return Asked(
        filter=filter_of(given.get("filter", "")),
        sort=given.get("sort") or "-updated_at",
        fields=fields_of(object_type, given.get("fields")),
        limit=whole("limit", given.get("limit"), usual=USUAL_PAGE, most=LARGEST_PAGE),
        after=given.get("cursor") or None,
        titles=titles_of(given.get("expand", "")),
        deleted=choice("deleted", given.get("deleted", "false"), ("true", "false")) == "true",
    )


def filter_of(written: str) -> Node | None:
    """Return the filter, written as text or as JSON. Raises FilterError, Problem."""
    if not written.lstrip().startswith("{"):
        return text.parse(written) if written.strip() else None
    if len(written) > text.LONGEST:
        raise FilterError(_("This filter is too long."))
    try:
        found = bodies.parse(written.encode())
    except Problem as refusal:
        raise FilterError(refusal.detail) from refusal
    return tree.from_json(json.loads(json.dumps(found, default=bodies.plain)))


def fields_of(object_type: ObjectType, written: str | None) -> tuple[str, ...] | None:
    if written is None:
        return None
    names = [name.strip() for name in written.split(",") if name.strip()]
    for name in names:
        if name not in object_type.by_name and name not in ("id", "version"):
            raise at_field(400, "fields", _("There is no field “%(name)s”.") % {"name": name[:60]})
    return tuple(dict.fromkeys(name for name in names if name in object_type.by_name))


def titles_of(written: str) -> bool:
    names = [name.strip() for name in written.split(",") if name.strip()]
    for name in names:
        choice("expand", name, EXPANSIONS)
    return bool(names)


def whole(name: str, written: str | None, *, usual: int, most: int) -> int:
    if written is None:
        return usual
    if not (written.isascii() and written.isdecimal() and len(written) < 10 and 1 <= int(written) <= most):
        raise at_field(400, name, _("Use a whole number from 1 to %(most)s.") % {"most": most})
    return int(written)


def choice(name: str, written: str, offered: Collection[str]) -> str:
    if written not in offered:
        raise at_field(400, name, _("Use one of: %(offered)s.") % {"offered": ", ".join(offered)})
    return written


def page_of(asked: Asked, object_type: ObjectType, **who: Any) -> read.Page:
    return read.query(
        object_type,
        filter=asked.filter,
        sort=asked.sort,
        columns=asked.fields,
        after=asked.after,
        limit=asked.limit,
        deleted=asked.deleted,
        **who,
    )
