"""Values of definitions as a file has them: plain, with names for what they lead to, and the usual ones left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.configuration.broken import Broken
from odnos.engine.configuration.conditions import Missing, local, portable
from odnos.engine.configuration.known import Known, attributes
from odnos.engine.configuration.names import unwritten, written
from odnos.engine.records.row import Row
from odnos.objects.configurable import Configurable
from odnos.objects.context import Context
from odnos.objects.fields import Field, Invalid, Link, Links
from odnos.objects.labels import Label

LONGEST, DEEPEST, MOST = 20_000, 12, 1000
LISTS = frozenset(("multi_choice", "tags", "links"))
WRONG: Mapping[str, Label] = {
    "text": gettext_lazy("Write a text here."),
    "number": gettext_lazy("Write a number here."),
    "boolean": gettext_lazy("Write true or false here."),
    "list": gettext_lazy("Write a list of texts here."),
    "plain": gettext_lazy("This is nested too deeply or too large."),
}
Item = dict[str, Any]


def item_of(part: Configurable, row: Row, known: Known, ctx: Context) -> Item:
    """Return a definition as the file has it. Raises Unmovable."""
    values = {field.name: row[field.name] for field in attributes(part)}
    values = dict(part.moves(values)) if part.moves else values
    found = {field.name: to_file(part, field, values, known) for field in attributes(part)}
    return {
        field.name: found[field.name]
        for field in attributes(part)
        if field.name in part.key or found[field.name] != usual(field, ctx)
    }


def to_file(part: Configurable, field: Field, values: Mapping[str, Any], known: Known) -> Any:
    value = values[field.name]
    if isinstance(field, Links):
        return sorted(
            written(known.names[field.to, item.id])
            for item in value or ()
            if (field.to, item.id) in known.names
        )
    if isinstance(field, Link):
        name = known.names.get((field.to, value or 0))
        return None if name is None else written(name)
    if field.name in part.plain:
        return json.loads(value) if value else None
    if field.name in part.filters:
        return portable(value or "", about(part, field.name, values), known) or None
    return field.json(value)


def about(part: Configurable, name: str, values: Mapping[str, Any]) -> str:
    """Return the object that a filter is about: said by another field, or always the same one."""
    said = part.filters[name]
    return said[1:] if said.startswith("=") else str(values.get(said) or "").partition(".")[0]


def usual(field: Field, ctx: Context) -> Any:
    """Return what a new definition has where nothing is given."""
    if isinstance(field, Links):
        return []
    if isinstance(field, Link):
        return None
    initial = field.initial(ctx)
    return field.json(field.parse(initial if initial is not None else "", ctx))


def normal(part: Configurable, field: Field, raw: Any, path: str, ctx: Context) -> Any:
    """Return a value of the file in the form that `item_of` gives it. Raises Broken."""
    if field.name in part.plain:
        check_plain(raw, path)
        return raw
    if isinstance(field, Links) or field.kind in LISTS:
        check_list(raw, path)
        return sorted(raw) if isinstance(field, Links) else parsed(field, raw, path, ctx)
    if raw is None:
        return usual(field, ctx) if not isinstance(field, Link) else None
    check_type(field, raw, path)
    as_it_is = isinstance(field, Link) or field.name in part.filters
    return (raw or None) if as_it_is else parsed(field, raw, path, ctx)


def parsed(field: Field, raw: Any, path: str, ctx: Context) -> Any:
    try:
        return field.json(field.parse(raw, ctx))
    except Invalid as error:
        raise Broken(path, error.message) from None


def check_type(field: Field, raw: Any, path: str) -> None:
    if field.kind == "boolean":
        good, kind = isinstance(raw, bool), "boolean"
    elif field.kind in ("number", "rank"):
        good, kind = isinstance(raw, int | float) and not isinstance(raw, bool), "number"
    else:
        good, kind = isinstance(raw, str) and len(raw) <= LONGEST, "text"
    if not good:
        raise Broken(path, WRONG[kind])


def check_list(raw: Any, path: str) -> None:
    if (
        not isinstance(raw, list)
        or len(raw) > MOST
        or not all(isinstance(item, str) and len(item) <= 300 for item in raw)
    ):
        raise Broken(path, WRONG["list"])


def check_plain(raw: Any, path: str) -> None:
    if not isinstance(raw, dict) or depth(raw) > DEEPEST or len(json.dumps(raw)) > LONGEST * 5:
        raise Broken(path, WRONG["plain"])


def depth(raw: Any) -> int:
    inner = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    return 1 + max((depth(item) for item in inner), default=0)


def to_write(part: Configurable, field: Field, value: Any, item: Mapping[str, Any], known: Known) -> Any:
    """Return a value of the file as the write path takes it. Raises Missing for what is not here yet."""
    if isinstance(field, Links):
        return [number for name in value or () if (number := known.ids.get((field.to, unwritten(name))))]
    if isinstance(field, Link):
        return None if value is None else found(field, value, known)
    if field.name in part.plain:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if field.name in part.filters:
        return local(value or "", about(part, field.name, item), known)
    return value


def found(field: Link, value: str, known: Known) -> int:
    number = known.ids.get((field.to, unwritten(value)))
    if number is None:
        raise Missing(_("“%(name)s” is not here.") % {"name": value})
    return number


def absent(part: Configurable, item: Mapping[str, Any], known: Known) -> list[str]:
    """Return what a definition of the file names of those who work here and is not here: it is left out, and told."""
    return [
        name
        for field in attributes(part)
        if isinstance(field, Links)
        for name in item.get(field.name) or ()
        if (field.to, unwritten(name)) not in known.ids
    ]
