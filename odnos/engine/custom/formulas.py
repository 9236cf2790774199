"""Formula fields: what their formulas may read, what they make, and why one cannot be."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.labels import label_of
from odnos.engine.records.draft import Draft
from odnos.lib import formula
from odnos.lib.formula import FormulaError, errors
from odnos.lib.formula.functions import Kind
from odnos.lib.money import Money
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.fields.follows import Follows, Path, Read
from odnos.objects.fields.number import LIMIT
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

FieldsOf = Callable[[str], Mapping[str, Field]]
"""Gives the fields of an object by name: those in place, or those that are about to be."""
RESULTS = (
    ("number", _("Number")),
    ("money", _("Money")),
    ("text", _("Text")),
    ("date", _("Date")),
    ("boolean", _("Yes or no")),
)
KINDS_OF: tuple[tuple[type[Field], Kind], ...] = (
    (f.Rank, "any"),
    (f.Number, "number"),
    (f.Money, "money"),
    (f.Date, "date"),
    (f.Moment, "date"),
    (f.Boolean, "boolean"),
    (f.Text, "text"),
)
TYPES: Mapping[str, type[Field]] = {
    "number": f.Number,
    "money": f.Money,
    "text": f.Text,
    "date": f.Date,
    "boolean": f.Boolean,
}
LONGEST = 500
STEP = Decimal("0.0001")
SENTENCES: Mapping[str, Label] = {
    errors.UNEXPECTED: _("“%(found)s” cannot stand here."),
    errors.UNFINISHED: _("The formula ends too early."),
    errors.TOO_LONG: _("Use at most %(most)s characters."),
    errors.TOO_DEEP: _("There are too many brackets within one another."),
    errors.UNKNOWN_NAME: _("There is no field “%(name)s” that a formula can read."),
    errors.UNKNOWN_FUNCTION: _("There is no function “%(name)s”."),
    errors.WRONG_NUMBER: _("“%(name)s” takes %(wanted)s values; this gives %(given)s."),
    errors.WRONG_KIND: _("“%(name)s” takes %(wanted)s; this is %(given)s."),
    errors.DIFFERENT: _("“%(name)s” does not take these together: %(given)s."),
}


def sentence(error: FormulaError) -> str:
    """Return what is wrong with a formula, in the reader's language, and where."""
    said = str(SENTENCES[error.reason] % error.details)
    return str(_("%(said)s (at character %(place)s)") % {"said": said, "place": error.place + 1})


def in_place(object_key: str) -> Mapping[str, Field]:
    """Return the fields of an object as they are now."""
    return registry.get(object_key).by_name


def kind_of(object_key: str, path: Path, fields_of: FieldsOf = in_place) -> Kind | None:
    """Return of which kind the field at a path is for a formula; None for one that it cannot read."""
    item = fields_of(object_key).get(path[0])
    if item is None:
        return None
    if len(path) == 2 and isinstance(item, f.Link) and item.to in registry:
        return kind_of(item.to, path[1:], fields_of)
    if len(path) > 1:
        return None
    if isinstance(item, f.Choice):
        return None if isinstance(item, f.MultiChoice) else "text"
    found = next((kind for kind_type, kind in KINDS_OF if isinstance(item, kind_type)), None)
    return None if found == "any" else found


def readable(object_type: ObjectType) -> list[tuple[str, Label]]:
    """Return the fields that a formula of this object can read, by name and label."""
    own = [item for item in object_type.all_fields if kind_of(object_type.key, (item.name,))]
    return [(item.name, item.label) for item in own]


def checked(written: str, object_key: str, fields_of: FieldsOf = in_place) -> tuple[formula.Node, Kind]:
    """Return the tree of a formula and the kind of its result. Raises FormulaError."""
    node = formula.parse(written)
    return node, formula.check(node, lambda path: kind_of(object_key, path, fields_of))


def field_formula(draft: Draft) -> None:
    """A formula can be read, says of which kind its result is, and does not follow from itself. The kind stays."""
    if draft["kind"] != "formula" or draft["object"] not in registry:
        return
    if not draft["formula"]:
        draft.fail("formula", _("Write a formula, such as amount * probability / 100."))
        return
    if not (draft.is_new or draft.changed("formula")):
        return
    try:
        node, kind = checked(draft["formula"], draft["object"])
    except FormulaError as error:
        draft.fail("formula", sentence(error))
        return
    if not draft.is_new and draft["result"] and kind != draft["result"]:
        words = {"was": dict(RESULTS)[draft["result"]], "given": dict(RESULTS)[kind]}
        draft.fail(
            "formula", _("Its result was %(was)s and would be %(given)s. Add another field instead.") % words
        )
    elif circle := circle_through((draft["object"], draft["code"] or ""), read_by(draft["object"], node)):
        draft.fail("formula", _("It would follow from itself: %(path)s.") % {"path": " → ".join(circle)})
    else:
        draft.set("result", kind)


def circle_through(start: tuple[str, str], read: Sequence[tuple[str, str]]) -> list[str]:
    """Return the fields by which `start`, which reads others, would follow from itself; nothing if it would not."""
    reads = {start: read}

    def walk(at: tuple[str, str], path: list[tuple[str, str]]) -> list[tuple[str, str]]:
        for other in reads.get(at) or reads_of(at):
            if other == start:
                return [*path, other]
            if other not in path and (found := walk(other, [*path, other])):
                return found
        return []

    return [".".join(step) for step in walk(start, [start])]


def read_by(object_key: str, node: formula.Node) -> list[tuple[str, str]]:
    return [target_of(object_key, path) for path in formula.names(node)]


def target_of(object_key: str, path: Path) -> tuple[str, str]:
    """Return the object and the field that a path of a formula ends at."""
    if len(path) == 1:
        return object_key, path[0]
    return str(getattr(registry.get(object_key).field(path[0]), "to", "")), path[1]


def reads_of(field: tuple[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the object and name of every field that a derived one reads."""
    key, name = field
    item = registry.get(key).by_name.get(name) if key in registry else None
    if item is not None and item.rolls:
        yield from ((item.rolls.object, read) for read in (item.rolls.measured, item.rolls.link) if read)
    for path in item.follows.reads if item is not None and item.follows else ():
        yield target_of(key, path)


def made(definition: Mapping[str, Any]) -> Field:
    """Return the field of a formula, which does not follow from anything yet."""
    settings: dict[str, Any] = {"help": definition["help"], "readonly": True, "audited": False}
    settings["sensitive"] = definition["is_sensitive"]
    if definition["result"] == "number":
        settings["places"] = 4
    if definition["result"] == "text":
        settings["max_length"] = LONGEST
    kind = TYPES[definition["result"]]
    return kind(definition["code"], label_of(definition), key=f"f{definition['id']}", **settings)


def following(item: Field, definition: Mapping[str, Any], fields_of: FieldsOf) -> Field:
    """Return the field, following from the others; if its formula means nothing any more, it keeps the values it has."""
    try:
        node, _kind = checked(definition["formula"], definition["object"], fields_of)
    except FormulaError:
        return item
    return dataclasses.replace(item, follows=follows(node, definition["result"]))


def follows(node: formula.Node, result: str) -> Follows:
    reads, worked_out = tuple(dict.fromkeys(formula.names(node))), formula.prepared(node)

    def work(read: Read, today: dt.date) -> Any:
        return fitted(worked_out(lambda path: plain(read(path)), today), result)

    return Follows(reads=reads, work=work, knows_day=formula.asks_day(node))


def plain(value: Any) -> Any:
    """Return a value as formulas know it: of a moment, its day in UTC."""
    return value.astimezone(dt.UTC).date() if isinstance(value, dt.datetime) else value


def fitted(value: Any, result: str) -> Any:
    """Return a result as its field keeps it; None for a number that no column holds."""
    if value is None:
        return False if result == "boolean" else None
    if isinstance(value, Decimal):
        return value.quantize(STEP, ROUND_HALF_UP) if abs(value) < LIMIT else None
    if isinstance(value, Money):
        amount = value.amount
        return Money(amount.quantize(STEP, ROUND_HALF_UP), value.currency) if abs(amount) < LIMIT else None
    return (value[:LONGEST].strip() or None) if isinstance(value, str) else value
