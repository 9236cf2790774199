"""Indexes over the values of added fields, built by a job and shown as being built until they are ready.

They hold the very expressions by which the read path compares and sorts (`tables.custom`). The table itself never changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.utils.translation import gettext as _

from odnos.engine.custom.changing import current as changing
from odnos.engine.custom.kinds import KINDS
from odnos.engine.custom.models import CustomField, CustomIndex
from odnos.engine.outbox import emit, jobs
from odnos.engine.outbox.models import Event
from odnos.engine.outbox.running import Run
from odnos.engine.tables.custom import COLUMN, written
from odnos.objects.fields.base import Keeps
from odnos.objects.registry import registry

ALWAYS_FAST = frozenset(("link", "user"))
"""Links are asked from the other side too: which records name this one?"""

AFTERWARDS = jobs.USUAL + 1
"""What a formula comes to is worked out first: to fill an index costs more than to build it."""


class StillBuilding(RuntimeError):
    """Another worker builds this index at the moment; look again later."""


@dataclass(frozen=True, kw_only=True)
class Index:
    """An index of the table of one object over one column within the custom one; `of` is the object that shares its table."""

    table: str
    key: str
    keeps: Keeps
    is_unique: bool = False
    of: str = ""

    @property
    def name(self) -> str:
        return f"custom_{self.key}_{'one' if self.is_unique else 'of'}_{self.table}"[:60]

    @property
    def create(self) -> str:
        return self.creation(
            "CONCURRENTLY IF NOT EXISTS" if connection.vendor == "postgresql" else "IF NOT EXISTS"
        )

    def creation(self, how: str) -> str:
        value = written(f'"{COLUMN}"', self.key, self.keeps, vendor=connection.vendor)
        own = f"object_key = '{self.of}' AND deleted_at IS NULL" if self.of else "deleted_at IS NULL"
        if self.is_unique:
            blank = f" AND {value} <> ''" if self.keeps == "text" else ""
            return f'CREATE UNIQUE INDEX {how} "{self.name}" ON "{self.table}" (({value})) WHERE {own}{blank}'
        return f'CREATE INDEX {how} "{self.name}" ON "{self.table}" (({value}), id) WHERE {own}'

    @property
    def drop(self) -> str:
        how = "CONCURRENTLY IF EXISTS" if connection.vendor == "postgresql" else "IF EXISTS"
        return f'DROP INDEX {how} "{self.name}"'


@emit.on("custom_field.created")
@emit.on("custom_field.updated")
@emit.on("custom_field.deleted")
@emit.on("custom_field.restored")
@jobs.job("custom.indexes", long=True, priority=AFTERWARDS)
def settle(run: Run, *, event_id: int) -> None:
    """Build the indexes that the fields of an event want, and drop those they want no more."""
    event = Event.objects.filter(pk=event_id).first()
    for field_id in event.records if event else ():
        definition = CustomField._base_manager.filter(pk=field_id).first()
        if definition is not None and definition.object in registry:
            settle_one(run, definition)


def settle_one(run: Run, definition: CustomField) -> None:
    kept = CustomIndex.objects.filter(pk=definition.pk).first()
    plain, unique = wanted(definition)
    if not plain and not unique:
        if kept is not None:
            forget(run, definition)
        return
    if kept is not None and kept.state == CustomIndex.State.READY and kept.is_unique == unique:
        return
    remember(run, definition, CustomIndex.State.BUILDING, is_unique=unique)
    try:
        build(run, index_of(definition))
        if unique:
            build(run, index_of(definition, is_unique=True))
        else:
            perform(run, index_of(definition, is_unique=True).drop)
    except IntegrityError:
        perform(run, index_of(definition, is_unique=True).drop)
        reason = _("Some records have the same value. Make them different, then save the field again.")
        remember(run, definition, CustomIndex.State.FAILED, is_unique=unique, reason=reason)
    else:
        remember(run, definition, CustomIndex.State.READY, is_unique=unique)


def wanted(definition: CustomField) -> tuple[bool, bool]:
    """Return whether a definition wants an index for filters and orders, and one that keeps values unique."""
    if definition.deleted_at is not None or not KINDS[definition.kind].can_be_fast:
        return False, False
    return definition.is_fast or definition.is_unique or definition.kind in ALWAYS_FAST, definition.is_unique


def index_of(definition: CustomField, *, is_unique: bool = False, key: str = "") -> Index:
    """Return the index over a field's values, which stand under `key`: that of its present kind, unless another is given."""
    kind = KINDS[definition.kind].type
    slot = key or changing.slots(changing.latest()).get(definition.pk, f"f{definition.pk}")
    sorted_by = kind("x", key=slot).sort_column
    keeps = kind.keeps[0]
    object_type = registry.get(definition.object)
    of = object_type.key if object_type.is_custom else ""
    return Index(table=object_type.table, key=sorted_by, keeps=keeps, is_unique=is_unique, of=of)


def build(run: Run, index: Index) -> None:
    """Build an index that is not there. Raises IntegrityError for values that are not unique, StillBuilding."""
    if connection.vendor == "postgresql" and not is_valid(index):
        perform(run, index.drop)
    perform(run, index.create)
    if connection.vendor == "postgresql" and not is_valid(index):
        raise StillBuilding(index.name)


def is_valid(index: Index) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(%s)", [index.name])
        found = cursor.fetchone()
    return bool(found and found[0])


def perform(run: Run, statement: str) -> None:
    """SQLite builds within a transaction; PostgreSQL builds beside its readers and writers, outside of any."""
    if connection.vendor == "postgresql":
        with run.step():
            pass
        with connection.cursor() as cursor:
            cursor.execute(statement)
        return
    with run.step(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def remember(run: Run, definition: CustomField, state: str, *, is_unique: bool, reason: str = "") -> None:
    with run.step() as at:
        values = {"state": state, "is_unique": is_unique, "reason": reason, "at": at}
        CustomIndex.objects.update_or_create(field=definition, defaults=values)


def forget(run: Run, definition: CustomField) -> None:
    for is_unique in (False, True):
        perform(run, index_of(definition, is_unique=is_unique).drop)
    with run.step():
        CustomIndex.objects.filter(pk=definition.pk).delete()


def mend() -> None:
    """Build what is missing of the indexes that are ready: SQLite changes a table by making it anew, with what Django knows of."""
    for kept in CustomIndex.objects.filter(state=CustomIndex.State.READY).select_related("field"):
        if kept.field.object in registry:
            for is_unique in {False, kept.is_unique}:
                with connection.cursor() as cursor:
                    cursor.execute(index_of(kept.field, is_unique=is_unique).creation("IF NOT EXISTS"))


def states(object_key: str) -> dict[int, CustomIndex]:
    """Return the indexes of an object's added fields by the field's id."""
    return {index.field_id: index for index in CustomIndex.objects.filter(field__object=object_key)}
