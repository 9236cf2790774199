"""Somebody's words in the tables of the machine: answers kept for repeated calls, events, jobs, labels, problems of imports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from odnos.engine.audit.models import Block, Entry
from odnos.engine.index.models import Indexed
from odnos.engine.privacy.models import Dossier, Erasure
from odnos.engine.privacy.needles import Needles
from odnos.engine.records.models import IdempotencyKey, RecordLink, RecordValue
from odnos.engine.tables.record import Record
from odnos.engine.transfer.models import ImportPart
from odnos.objects.context import Reference

WHOLE: tuple[type[models.Model], ...] = (IdempotencyKey,)
"""Rows that go as a whole: nothing is missing without them."""
APART: tuple[type[models.Model], ...] = (
    Entry,
    Block,
    Indexed,
    ImportPart,
    RecordLink,
    RecordValue,
    Dossier,
    Erasure,
)
"""Tables that are looked after by themselves."""
BATCH = 500
by_number: list[Callable[[Sequence[Reference]], int]] = []
"""What those who keep something of a person by the number of their record do to forget it; each returns how many rows it touched."""


def sweep(needles: Needles) -> dict[str, int]:
    """Take the words out of every table that is not one of records; return how many rows of each were touched."""
    found = {model._meta.db_table: swept(model, needles) for model in tables()}
    return {table: number for table, number in found.items() if number}


def forget(references: Sequence[Reference]) -> int:
    """Have everybody forget what they keep of some records without their words; return how many rows were touched."""
    return sum(forgetting(references) for forgetting in by_number)


def tables() -> Iterator[type[models.Model]]:
    """Yield our own tables of the machine."""
    for model in apps.get_models():
        ours = model.__module__.startswith("odnos.")
        if ours and not issubclass(model, Record) and model not in APART and written_in(model):
            yield model


def written_in(model: type[models.Model]) -> list[str]:
    """Return the columns in which texts may stand."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.primary_key and not field.choices
    ]


def swept(model: type[models.Model], needles: Needles) -> int:
    names = written_in(model)
    manager: Any = model._base_manager
    done, last = 0, 0
    while rows := list(manager.filter(holding(names, needles), pk__gt=last).order_by("pk")[:BATCH]):
        last = rows[-1].pk
        touched = [row for row in rows if clean(row, names, needles)]
        done += len(touched)
        if model in WHOLE:
            manager.filter(pk__in=[row.pk for row in rows]).delete()
        elif touched:
            manager.bulk_update(touched, names)
    return done


def holding(names: list[str], needles: Needles) -> Q:
    """Return the condition that one of the columns holds one of the words, as text or as JSON."""
    condition = Q(pk__in=[])
    for name in names:
        for written in needles.written:
            condition |= Q(**{f"{name}__icontains": written})
    return condition


def clean(row: Any, names: list[str], needles: Needles) -> bool:
    """Replace the words in a row; say whether there were any."""
    is_touched = False
    for name in names:
        before = getattr(row, name)
        after = needles.without(before)
        if after != before:
            most = row._meta.get_field(name).max_length
            setattr(row, name, after[:most] if most and isinstance(after, str) else after)
            is_touched = True
    return is_touched
