"""Any list as a file: CSV, XLSX or JSON, streamed in steady memory, limited to what the actor may export."""

from __future__ import annotations

import datetime as dt
import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext as _

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.audit import trail
from odnos.engine.filters import text
from odnos.engine.filters.tree import Node
from odnos.engine.records import read, reads
from odnos.engine.records.reach import reach
from odnos.engine.records.row import Row
from odnos.engine.transfer.targets import is_only_parts
from odnos.lib.tables import write
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType

Format = Literal["csv", "xlsx", "json"]
FORMATS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_BLOCK = 1 << 18
Progress = Callable[[int], None]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the file: a field, or a part of one."""

    name: str
    label: str
    field: Field | None
    part: str = ""

    def value(self, row: Row, ctx: Context) -> Any:
        """A number, a date or a text."""
        if self.field is None:
            return row.id
        value = row[self.field.name]
        if not self.part:
            return self.field.csv(value, ctx)
        if value is None:
            return ""
        return value.get(self.part, "") if isinstance(value, dict) else getattr(value, self.part)

    def json(self, row: Row) -> Any:
        return row.id if self.field is None else self.field.json(row[self.field.name])


def columns_of(object_type: ObjectType, names: Iterable[str] | None = None) -> list[Column]:
    """The columns of a file: the record's id, then the fields `names` (all for None), composite ones in their parts."""
    fields = (
        object_type.all_fields
        if names is None
        else [object_type.field(name) for name in dict.fromkeys(names)]
    )
    found = [Column(name="id", label=_("Odnos id"), field=None)]
    for field in fields:
        if not is_only_parts(field):
            found.append(Column(name=field.name, label=str(field.label), field=field))
        found += [
            Column(
                name=f"{field.name}.{part.name}",
                label=f"{field.label}: {part.label}",
                field=field,
                part=part.name,
            )
            for part in field.parts
        ]
    return found


def blocks(
    object_type: ObjectType,
    *,
    format: Format,
    by: Actor,
    at: dt.datetime,
    filter: Node | None = None,
    sort: str = "id",
    columns: Sequence[str] | None = None,
    progress: Progress = lambda _number: None,
) -> Iterator[bytes]:
    """The file in blocks; `progress` is told of each batch how many rows it had. Raises Denied and FilterError before the first."""
    rights.check(by, "export", object_type)
    object_type = safe(object_type, by=by)
    names = None if columns is None else list(dict.fromkeys(columns))
    found = batches(object_type, by=by, at=at, filter=filter, sort=sort, columns=names)
    first = next(found, [])
    chosen = columns_of(object_type, names)
    _noted(object_type, names, format=format, filter=filter, by=by, at=at)
    told = _told(itertools.chain([first], found), progress)
    return _written(object_type, chosen, told, format=format, by=by, at=at)


def _noted(
    object_type: ObjectType,
    names: Sequence[str] | None,
    *,
    format: Format,
    filter: Node | None,
    by: Actor,
    at: dt.datetime,
) -> None:
    """Write down who takes which list away, and which sensitive fields with it."""
    said = {"format": format, "filter": text.dump(filter) if filter is not None else ""}
    fields = {"fields": list(names or ()), "sensitive": reads.sensitive(object_type, names)}
    diff = {name: [None, value] for name, value in {**said, **fields}.items() if value}
    trail.note("exported", object_key=object_type.key, record_id=0, by=by, at=at, diff=diff)


def _told(found: Iterable[list[Row]], progress: Progress) -> Iterator[list[Row]]:
    for batch in found:
        yield batch
        progress(len(batch))


def batches(
    object_type: ObjectType,
    *,
    by: Actor,
    at: dt.datetime,
    filter: Node | None,
    sort: str,
    columns: list[str] | None,
) -> Iterator[list[Row]]:
    """Matching records within the reach of exports, which may be less than that of reading."""
    seen = rights.may(by, "see", object_type)  # spare: it saves a question where both reach as far
    is_narrower = rights.may(by, "export", object_type) != seen
    for rows in read.iterate(object_type, by=by, at=at, filter=filter, sort=sort, columns=columns):
        if is_narrower:
            allowed = reach(object_type, by=by, deed="export").filter(pk__in=[row.id for row in rows])
            ids = set(allowed.values_list("pk", flat=True))
            yield [row for row in rows if row.id in ids]
        else:
            yield rows


def _written(
    object_type: ObjectType,
    chosen: list[Column],
    found: Iterator[list[Row]],
    *,
    format: Format,
    by: Actor,
    at: dt.datetime,
) -> Iterator[bytes]:
    if format == "json":
        rows = ([column.json(row) for column in _whole(chosen)] for batch in found for row in batch)
        yield from write.json_blocks([column.name for column in _whole(chosen)], rows)
        return
    cells = table(chosen, found, by=by, at=at)
    header = [column.label for column in chosen]
    if format == "csv":
        yield from write.csv_blocks(header, cells)
        return
    with tempfile.TemporaryDirectory(prefix="odnos-export-") as folder:
        path = Path(folder) / "export.xlsx"
        write.write_xlsx(path, header, cells, title=str(object_type.plural))
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                yield block


def _whole(chosen: list[Column]) -> list[Column]:
    """JSON keeps composite values whole."""
    fields = {column.field.name: column.field for column in chosen if column.field is not None}
    own = [column for column in chosen if column.field is None]
    return own + [Column(name=name, label=name, field=field) for name, field in fields.items()]


def table(
    chosen: list[Column], found: Iterator[list[Row]], *, by: Actor, at: dt.datetime
) -> Iterator[list[Any]]:
    """Cells of every record, names of linked records looked up a batch at a time."""
    names = {column.field.name for column in chosen if column.field is not None}
    for batch in found:
        ctx = by.context(at, read.titles(read.references(batch, names), by=by))
        for row in batch:
            yield [column.value(row, ctx) for column in chosen]


def format_of(written: str) -> Format:
    """The format that a word or a file's ending names; CSV for anything else."""
    if written == "xlsx":
        return "xlsx"
    return "json" if written == "json" else "csv"


def filename_of(object_type: ObjectType, format: str, at: dt.datetime) -> str:
    return f"{object_type.plural_key}-{at:%Y-%m-%d}.{format}"
