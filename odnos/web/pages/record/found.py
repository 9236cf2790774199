"""The record that an address names, or where it has gone."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from odnos.engine.access import scope
from odnos.engine.records import merge, read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType
from odnos.web.given import whole


class Moved(Exception):
    """The record was merged into another, which stands at `address`."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def visit_of(request: HttpRequest) -> Any:
    """Return who asks and when."""
    return request.visit  # type: ignore[attr-defined]


def row_of(request: HttpRequest, kind: ObjectType, record_id: int) -> Row:
    """Return the record, even from the bin. Raises NotFound, and Moved for one that was merged into another."""
    by = visit_of(request).by
    row = read.get_many(kind, [record_id], by=by, deleted=None).get(record_id)
    if row is not None and not is_deleted(row):
        return row
    survivor = merge.survivor(kind, record_id) if merge.can_merge(kind) else None
    if survivor is not None and survivor in read.get_many(kind, [survivor], by=by):
        raise Moved(address(kind, survivor))
    if row is None:
        raise NotFound(f"{kind.key} {record_id}")
    return row


def is_deleted(row: Row) -> bool:
    return row.columns["deleted_at"] is not None


def may(row: Row, deed: Any, *, by: Any) -> bool:
    """Whether `by` may do `deed` to this record, which is not in the bin."""
    return not is_deleted(row) and scope.covers(row.type, row.columns, by=by, deed=deed)


def address(kind: ObjectType, record_id: int, *further: object) -> str:
    """Return the address of a record's page, or of something below it."""
    return "/" + "/".join(str(part) for part in (kind.plural_key, record_id, *further))


def address_of(row: Row, *further: object) -> str:
    return address(row.type, row.id, *further)


def version_of(request: HttpRequest) -> int | None:
    """Return the version that the person saw, if the form says so."""
    return whole(request.POST.get("version"))


def reasons(errors: Any) -> dict[str, list[str]]:
    """Return errors of the engine as plain words by field."""
    return {name: [str(reason) for reason in every] for name, every in errors.items()}
