"""Where a column can go: a field, a part of one, a field of a part of the record, a linked record by its name or otherwise.

Written as `amount`, `address.country`, `lines.product`, `company` (by name), `company.email`, `revenue*1000000`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.transfer import hints
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry

ID = "id"


class UnknownTarget(ValueError):
    """No column can go there; the message says what could be meant."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A parsed target. `child` is the object of a part of the record, `via` the linked object's field that is compared."""

    name: str
    field: Field | None
    part: str = ""
    child: ObjectType | None = None
    via: Field | None = None
    factor: Decimal | None = None

    @property
    def linked(self) -> ObjectType | None:
        """The object whose records the column names."""
        key = getattr(self.field, "to", "")
        return registry.get(key) if key else None


def parse(object_type: ObjectType, written: str, *, by: Actor | None = None) -> Target:
    """The target that `written` names, among the fields that `by` may fill in. Raises UnknownTarget."""
    object_type = known(object_type, by)
    path, _star, factor = written.replace(" ", "").partition("*")
    if path == ID:
        return Target(name=ID, field=None)
    head, *rest = path.split(".")
    child = child_named(object_type, head, by=by) if rest and head not in object_type.by_name else None
    if child is not None:
        head, *rest = rest
    field = field_of(child or object_type, head, written)
    part, via = "", None
    if rest:
        part, via = piece(field, rest[0], written, by=by)
    if len(rest) > 1:
        raise UnknownTarget(_("“%(target)s” goes too deep.") % {"target": written})
    return Target(name=path, field=field, part=part, child=child, via=via, factor=factor_of(factor, written))


def known(object_type: ObjectType, by: Actor | None) -> ObjectType:
    """The object as whoever brings the file in may know it; all of it where nobody is asked."""
    return safe(object_type, by=by) if by is not None else object_type


def field_of(object_type: ObjectType, name: str, written: str) -> Field:
    field = object_type.by_name.get(name)
    if field is None or field.readonly:
        known = ", ".join(item.name for item in object_type.all_fields if not item.readonly)
        raise UnknownTarget(
            _("“%(target)s” is no field to import into. %(object)s has: %(known)s.")
            % {"target": written, "object": object_type.label, "known": known}
        )
    return field


def piece(field: Field, name: str, written: str, *, by: Actor | None) -> tuple[str, Field | None]:
    """What stands behind the dot: a part of a composite field, or a field of the linked object."""
    if any(part.name == name for part in field.parts):
        return name, None
    key = getattr(field, "to", "")
    via = known(registry.get(key), by).by_name.get(name) if key else None
    if via is None or len(via.columns) != 1:
        raise UnknownTarget(_("“%(target)s” has no part “%(part)s”.") % {"target": written, "part": name})
    return "", via


def factor_of(factor: str, written: str) -> Decimal | None:
    try:
        found = Decimal(factor) if factor else None
    except InvalidOperation:
        found = Decimal("NaN")
    if found is not None and (not found.is_finite() or not found):
        raise UnknownTarget(_("“%(target)s”: a number stands behind *.") % {"target": written})
    return found


def children_of(object_type: ObjectType, *, by: Actor | None = None) -> list[ObjectType]:
    """The objects whose records are parts of a record of `object_type`, or hang on any record."""
    parts = [known(child, by) for child, _link in registry.children(object_type.key)]
    if object_type.parent_field is not None:
        return parts
    return parts + [known(item, by) for item in registry if isinstance(item.parent_field, f.About)]


def child_named(object_type: ObjectType, name: str, *, by: Actor | None) -> ObjectType | None:
    """The part of the record called `name`: deal_line, deal_lines, deal-lines or lines."""
    return next((child for child in children_of(object_type, by=by) if name in child_names(child)), None)


def child_names(child: ObjectType) -> tuple[str, ...]:
    plural = child.plural_key.replace("-", "_")
    return (plural.rpartition("_")[2], plural, child.plural_key, child.key)


def every(object_type: ObjectType, *, by: Actor | None = None) -> Iterator[Target]:
    """Everything a column can be offered to go to by `by`, in the order of the declarations."""
    yield from fields_of(known(object_type, by), "", by=by)
    for child in children_of(object_type, by=by):
        parent = child.parent_field
        prefix = child_names(child)[0] + "."
        for target in fields_of(child, prefix, by=by):
            if target.field is not parent and not (target.field and target.field.system):
                yield Target(
                    name=target.name, field=target.field, part=target.part, child=child, via=target.via
                )
    yield Target(name=ID, field=None)


def fields_of(object_type: ObjectType, prefix: str, *, by: Actor | None) -> Iterator[Target]:
    for field in object_type.all_fields:
        if field.readonly or isinstance(field, f.File | f.About):
            continue
        if not is_only_parts(field):
            yield Target(name=prefix + field.name, field=field)
        for part in field.parts:
            yield Target(name=f"{prefix}{field.name}.{part.name}", field=field, part=part.name)
        yield from keyed(object_type, field, prefix, by=by)


def keyed(object_type: ObjectType, field: Field, prefix: str, *, by: Actor | None) -> Iterator[Target]:
    """The keys by which other systems name the record that a link leads to."""
    for path in hints.of(object_type.key).keyed:
        link, _dot, name = path.partition(".")
        if link == field.name:
            linked = known(registry.get(getattr(field, "to", "")), by)
            if via := linked.by_name.get(name):
                yield Target(name=prefix + path, field=field, via=via)


def is_key(target: Target) -> bool:
    """Whether a column names linked records by what no two of them share, so that one can be made for it."""
    return target.via is not None and target.via.unique and type(target.via) is f.Text


def is_number(target: Target) -> bool:
    """Whether a target takes numbers, which can be multiplied on their way."""
    return target.field is not None and not target.part and target.field.kind in ("number", "money")


def is_only_parts(field: Field) -> bool:
    """Whether a field is nothing but its parts (an address), and not a value with one (an amount and its currency)."""
    return bool(field.parts) and len(field.parts) == len(field.columns)


def label_of(target: Target, object_type: ObjectType) -> str:
    """The target in the reader's words: «Address: City», «Product lines: Product»."""
    if target.field is None:
        return _("Odnos id")
    words = str(target.field.label or target.field.name)
    if target.part:
        part = next(item for item in target.field.parts if item.name == target.part)
        words = f"{words}: {part.label}"
    if target.via is not None:
        words = f"{words}: {target.via.label}"
    return f"{target.child.plural}: {words}" if target.child and target.child is not object_type else words
