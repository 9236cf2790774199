"""A mapping made ready for many rows: one small function a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.transfer import convert, reasons, targets
from odnos.engine.transfer.item import Item
from odnos.engine.transfer.targets import Target
from odnos.lib import text
from odnos.lib.money import Money
from odnos.lib.tables import Row
from odnos.objects import fields as f
from odnos.objects.context import Context
from odnos.objects.fields import Invalid
from odnos.objects.registry import ObjectType

Put = Callable[[Item, str], None]


class Plan:
    """Turns rows into items. With `is_thorough` every cell is parsed now, else plain ones are left to the write path."""

    def __init__(
        self,
        object_type: ObjectType,
        header: Sequence[str],
        mapping: Mapping[str, str],
        options: Mapping[str, Any],
        samples: Mapping[str, Sequence[str]],
        ctx: Context,
        *,
        by: Actor,
        is_thorough: bool = False,
    ) -> None:
        self.object_type = object_type
        self.options = options
        self.ctx = ctx
        self.is_thorough = is_thorough
        self.width = len(header)
        self.erase = bool(options.get("erase_blank"))
        self.key = options.get("key") or ""
        self.targets = {
            name: targets.parse(object_type, mapping[name], by=by) for name in header if mapping.get(name)
        }
        self.columns: list[tuple[int, Target, Put]] = []
        for place, name in enumerate(header):
            if target := self.targets.get(name):
                self.columns.append((place, target, self.put(target, samples.get(name, ()))))
        self.currencies = [
            target.field.name
            for target in self.targets.values()
            if target.field and target.part == "currency"
        ]
        self.parted = frozenset(
            t.field.name for t in self.targets.values() if t.field and t.part and not t.child
        )

    def read(self, row: Row) -> Item:
        """The item that `row` is; what is wrong stands in its errors."""
        item = Item(row.number, row.cells)
        if row.problem:
            item.errors.append(reasons.of_row(row.problem, given=len(row.cells), expected=self.width))
            return item
        for place, target, put in self.columns:
            cell = row.cells[place]
            if cell and not cell.isspace():
                try:
                    put(item, cell)
                except Invalid as error:
                    item.errors.append(f"{targets.label_of(target, self.object_type)}: {error.message}")
            elif self.erase and target.field is not None and not target.child and not target.part:
                item.values[target.field.name] = None
        for name in self.currencies:
            join_currency(item, name, self.ctx)
        return item

    def put(self, target: Target, values: Sequence[str]) -> Put:
        """The function that puts a cell where `target` says."""
        field = target.field
        if field is None:
            return put_id
        if target.linked is not None:
            return lambda item, cell: item.links.append((target, cell.strip()))
        if target.part:
            return part_putter(target)
        chosen = self.options.get("resolutions", {}).get(target.name, {})
        read = convert.converter(target, values, self.ctx, self.options)
        is_parsed = self.is_thorough or field.name == self.key or field.name in self.object_type.duplicates
        name, ctx = field.name, self.ctx

        if read is str and not is_parsed and not chosen and target.child is None:
            return lambda item, cell: item.values.__setitem__(name, cell)

        def put(item: Item, cell: str) -> None:
            if chosen and (choice := chosen.get(text.fold(cell))) and not (cell := instead(choice)):
                return
            value = read(cell)
            held = item.values if target.child is None else item.holder(target)
            held[name] = field.parse(value, ctx) if is_parsed else value

        return put


def put_id(item: Item, cell: str) -> None:
    if not cell.strip().isdecimal():
        raise Invalid(_("“%(written)s” is no id of a record.") % {"written": cell[:40]})
    item.record_id = int(cell)


def part_putter(target: Target) -> Put:
    assert target.field is not None
    name, part = target.field.name, target.part

    def put(item: Item, cell: str) -> None:
        held = item.holder(target)
        if part == "currency" and not targets.is_only_parts(target.field):  # type: ignore[arg-type]
            item.named[f"{name}.currency"] = cell.strip().upper()
        else:
            held.setdefault(name, {})[part] = cell.strip()

    return put


def instead(choice: Mapping[str, Any]) -> str:
    """What a person chose to put for an unknown value. Raises Invalid when rows with it are to fail."""
    if "use" in choice:
        return str(choice["use"])
    if kept := choice.get("create") or choice.get("keep"):
        return str(kept)
    if choice.get("empty"):
        return ""
    raise Invalid(_("This value was marked as wrong."))


def join_currency(item: Item, name: str, ctx: Context) -> None:
    """An amount and its currency stand in two columns."""
    held = item.values.get(name)
    code = item.named.get(f"{name}.currency")
    if isinstance(held, Money) and code:
        try:
            item.values[name] = f.Money(name).parse({"amount": f"{held.amount:f}", "currency": code}, ctx)
        except Invalid as error:
            item.errors.append(str(error.message))
