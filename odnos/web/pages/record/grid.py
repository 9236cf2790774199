"""The lines of a record as a small table: edited cell by cell, summed exactly, one sum a currency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.records.row import Row
from odnos.lib.money import Money
from odnos.objects.context import Context
from odnos.objects.fields import Money as MoneyField
from odnos.objects.registry import ObjectType
from odnos.web.pages.record import related, values
from odnos.web.pages.record.found import address_of
from odnos.web.render import cells


def table(made: related.Section, row: Row, ctx: Context, *, can_edit: bool) -> dict[str, Any]:
    """Return the table of a section of lines: heads, rows of cells, sums, and what the record's amount is off by."""
    fields = [made.kind.field(name) for name in made.columns]
    sums = totals(made.kind, made.rows, made.columns)
    return {
        "heads": [{"label": item.label, "align": item.align} for item in fields],
        "rows": [line(item, fields, ctx, can_edit=can_edit) for item in made.rows],
        "sums": [MoneyField("sum").text(item, ctx) for item in sums],
        "adopt": adoptable(row, sums, ctx) if can_edit else None,
        "href": address_of(row, "lines", made.kind.key),
        "add": made.add,
    }


def line(row: Row, fields: Sequence[Any], ctx: Context, *, can_edit: bool) -> dict[str, Any]:
    made = [
        {
            "name": item.name,
            "label": item.label,
            "align": item.align,
            "html": cells.inside(item, row[item.name], ctx),
            "edit": address_of(row, "field", item.name) + "?in=cell"
            if can_edit and values.is_by_hand(item)
            else "",
        }
        for item in fields
    ]
    return {
        "id": row.id,
        "version": row.version,
        "title": row.title,
        "cells": made,
        "remove": address_of(row, "delete"),
    }


def totals(kind: ObjectType, rows: Sequence[Row], columns: Sequence[str]) -> list[Money]:
    """Return the exact sums of the last amount among `columns`, one a currency, the largest first."""
    amounts = [name for name in columns if isinstance(kind.field(name), MoneyField)]
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        value = row[amounts[-1]] if amounts else None
        if value is not None:
            sums[value.currency] += value.amount
    return [Money(amount, currency) for currency, amount in sorted(sums.items(), key=lambda item: -item[1])]


def adoptable(row: Row, sums: Sequence[Money], ctx: Context) -> dict[str, Any] | None:
    """Return what to write into the record's amount so that it is the sum of its lines, if it is not."""
    field = row.type.by_name.get("amount")
    if not isinstance(field, MoneyField) or len(sums) != 1 or row["amount"] == sums[0]:
        return None
    return {
        "action": address_of(row, "field", "amount"),
        "label": _("Set the amount to %(sum)s") % {"sum": field.text(sums[0], ctx)},
        "amount": f"{sums[0].amount:f}",
        "currency": sums[0].currency,
        "version": row.version,
    }
