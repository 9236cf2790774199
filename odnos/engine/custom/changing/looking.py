"""What a change of kind would do: how many values fit, which do not and why, and what uses the field."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min

from odnos.engine.access.tripwire import Mark
from odnos.engine.custom import formulas, rollups
from odnos.engine.custom.changing.converting import Unfit, convert, written
from odnos.engine.custom.changing.current import context
from odnos.engine.custom.models import CustomField
from odnos.engine.custom.ruling.models import FieldRule
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import conditions
from odnos.engine.records.ruled import rules_of
from odnos.engine.tables.custom import Kept, value_of
from odnos.engine.views.models import SavedView
from odnos.lib.formula import FormulaError
from odnos.objects.fields import Field
from odnos.objects.fields.base import Keeps
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class Group:
    """Records that have the same value, which does not fit: as it is written, why, how many, and one of them."""

    written: str
    reason: str
    number: int
    example: int


@dataclass(kw_only=True)
class Preview:
    """`filled` values in all, of which `fit` do; `groups` are the most frequent of the others, `kinds` how many different ones there are."""

    filled: int = 0
    fit: int = 0
    kinds: int = 0
    groups: list[Group] = field(default_factory=list)

    @property
    def unfit(self) -> int:
        return self.filled - self.fit


@dataclass(frozen=True, kw_only=True)
class Use:
    """Something that names the field. What `stops` would mean nothing with the other kind."""

    what: str
    name: str
    stops: bool


def preview(object_type: ObjectType, source: Field, target: Field, *, at: dt.datetime) -> Preview:
    """Convert every different value once, records in the bin included."""
    found, ctx = Preview(), context(at)
    unfit: list[Group] = []
    for columns, number, example in values(object_type, source):
        value = source.value(columns)
        if source.is_empty(value):
            continue
        found.filled += number
        try:
            convert(value, source, target, ctx)
            found.fit += number
        except Unfit as reason:
            said = written(value, source, ctx)[:100]
            unfit.append(Group(written=said, reason=str(reason), number=number, example=example))
    found.kinds = len(unfit)
    found.groups = sorted(unfit, key=lambda group: -group.number)[:SHOWN]
    return found


def values(object_type: ObjectType, source: Field) -> Iterator[tuple[Mapping[str, Any], int, int]]:
    """Yield the different values of an added field, as columns, with how many records have each and one of them."""
    keys = {column: Kept(column, keeps) for column, keeps in zip(source.columns, source.keeps, strict=False)}
    everywhere = object_type.model._base_manager.filter(Mark(object_type)).annotate(**keys)
    grouped = everywhere.order_by().values(*keys).annotate(number=Count("pk"), example=Min("pk"))
    for row in grouped.iterator(chunk_size=5000):
        columns = {key: read_back(row[key], kept.keeps) for key, kept in keys.items()}
        yield columns, row["number"], row["example"]


def read_back(value: Any, keeps: Keeps) -> Any:
    """Return a day or a moment as such: PostgreSQL gives the text that stands within the custom column."""
    return value_of(value, keeps) if isinstance(value, str) and keeps in ("date", "moment") else value


def uses(object_type: ObjectType, source: Field, target: Field, *, at: dt.datetime) -> list[Use]:
    """Return what names the field: formulas, roll-ups, rules and views, and whether each would still mean something."""
    found = [*formula_uses(object_type, source, target), *rollup_uses(object_type, source, target)]
    found += [
        Use(what="rule", name=rule_name(rule.code), stops=not reads(rule.when, target, at=at))
        for rule in rules_of(object_type)
        if source.name in rule.targets or asks(rule.when, source.name)
    ]
    views = SavedView.objects.filter(object_key=object_type.key, deleted_at__isnull=True)
    found += [Use(what="view", name=view.name, stops=False) for view in views if shows(view, source.name)]
    return found


def shows(view: SavedView, name: str) -> bool:
    return name in (*view.columns, view.sort.removeprefix("-"), view.group_by) or asked(view.filter, name)


def rule_name(code: str) -> str:
    everywhere = FieldRule._base_manager.filter(code=code)
    return str(everywhere.values_list("name", flat=True).first() or code)


def formula_uses(object_type: ObjectType, source: Field, target: Field) -> Iterator[Use]:
    def fields_of(key: str) -> Mapping[str, Field]:
        known = formulas.in_place(key)
        return {**known, source.name: target} if key == object_type.key else known

    for other in registry:
        for item in other.derived:
            if item.follows and (object_type.key, source.name) in {
                formulas.target_of(other.key, path) for path in item.follows.reads
            }:
                yield Use(
                    what="formula", name=named(other, item), stops=not is_formula(other, item, fields_of)
                )


def is_formula(other: ObjectType, item: Field, fields_of: formulas.FieldsOf) -> bool:
    everywhere = CustomField._base_manager.filter(object=other.key, code=item.name, deleted_at__isnull=True)
    kept = everywhere.first()
    try:
        return kept is not None and formulas.checked(kept.formula, other.key, fields_of)[1] == kept.result
    except FormulaError:
        return False


def rollup_uses(object_type: ObjectType, source: Field, target: Field) -> Iterator[Use]:
    for other in registry:
        for item in other.added:
            if item.rolls and item.rolls.object == object_type.key:
                if item.rolls.measured == source.name:
                    yield Use(
                        what="rollup", name=named(other, item), stops=rollups.result_of(target) != item.kind
                    )
                elif asked(item.rolls.only, source.name):
                    yield Use(what="rollup", name=named(other, item), stops=False)


def named(object_type: ObjectType, item: Field) -> str:
    label: Label = item.label
    return f"{object_type.label}: {label}"


def asked(written_: str, name: str) -> bool:
    try:
        return asks(text.parse(written_), name)
    except FilterError:
        return False


def asks(node: tree.Node, name: str) -> bool:
    return any(condition.path[0] == name for condition in tree.conditions(node))


def reads(node: tree.Node, target: Field, *, at: dt.datetime) -> bool:
    """Whether the conditions on the field can be asked of the other kind too."""
    try:
        for condition in tree.conditions(node):
            if condition.path == (target.name,):
                conditions.asked_of(target, condition, context(at))
    except FilterError:
        return False
    return True
