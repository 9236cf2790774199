"""The configuration written out: pretty, in one order, by names, so that the same configuration is always the same text."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from importlib.metadata import version

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.configuration import views
from odnos.engine.configuration.conditions import Unmovable
from odnos.engine.configuration.forms import Item, item_of
from odnos.engine.configuration.known import Known, has_order
from odnos.engine.configuration.names import Name, written
from odnos.engine.records.row import Row
from odnos.objects import configurable
from odnos.objects.configurable import Configurable
from odnos.objects.context import Context
from odnos.objects.fields import Field
from odnos.objects.registry import registry

KIND, FORMAT = "configuration", 1


@dataclass(frozen=True, kw_only=True)
class Exported:
    """The text of the file, and what could not be taken along."""

    text: str
    left: list[str] = field(default_factory=list)


def check(by: Actor) -> None:
    """Raise Denied unless the actor may take the configuration along or bring one in."""
    if not by.is_administrator or by.narrow:
        raise Denied(_("Only an administrator may export or apply a configuration."))


def export(*, by: Actor, at: dt.datetime) -> Exported:
    """Return the whole configuration as a file. Raises Denied."""
    check(by)
    left: list[str] = []
    known = Known(by=by)
    definitions = items_here(known, by.context(at), left)
    whole = {"odnos": KIND, "format": FORMAT, "version": version("odnos"), "definitions": definitions}
    text = json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True)
    return Exported(text=text + "\n", left=left)


def items_here(known: Known, ctx: Context, left: list[str]) -> dict[str, list[Item]]:
    """Return what is here by object, as a file has it; a kind that stands there empty says that there is none."""
    found = {
        part.object: items(part, known, ctx, left, within=None)
        for part in configurable.outer()
        if part.object in registry
    }
    return {**found, views.KEY: views.items(known, left)}


def items(
    part: Configurable, known: Known, ctx: Context, left: list[str], *, within: Name | None
) -> list[Item]:
    """Return the definitions of one object, or those within one other, in their order."""
    found = []
    for name, row in ordered(part, known, within):
        try:
            item = item_of(part, row, known, ctx)
        except Unmovable as reason:
            left.append(f"{registry.get(part.object).label} {written(name)}: {reason}")
            continue
        for other in configurable.inner(part):
            inner = items(other, known, ctx, left, within=name)
            if inner or not other.quiet:
                item[(other.inside or ("", ""))[1]] = inner
        if people := [field.label for field in people_of(row) if row[field.name]]:
            names = ", ".join(str(label) for label in people)
            left.append(f"{registry.get(part.object).label} {written(name)}: {names}")
        found.append(item)
    return found


def people_of(row: Row) -> list[Field]:
    """Return the fields of a definition that name people, who stay behind."""
    return [field for field in row.type.declared if getattr(field, "to", "") == "user"]


def ordered(part: Configurable, known: Known, within: Name | None) -> list[tuple[Name, Row]]:
    """Return definitions with their names: in the order in which people put them, else by name."""
    rows = [
        (name, row)
        for name, row in known.rows[part.object].items()
        if within is None or name[: len(within)] == within
    ]
    if not has_order(registry.get(part.object)):
        return sorted(rows, key=lambda pair: pair[0])
    return sorted(
        rows, key=lambda pair: ([str(pair[1][name]) for name in part.group], pair[1]["position"] or 0)
    )
