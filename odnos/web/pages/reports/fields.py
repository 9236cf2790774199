"""What a report can ask: kinds of record, and their fields, through links if need be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from odnos.analytics.reports import counted
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import known_to, safe
from odnos.engine.records.said import reached
from odnos.objects.access import Everyone, ParentDecides, Published
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry

DAYS = frozenset(("date", "moment"))
NUMBERS = frozenset(("number", "money"))
NAMED = frozenset(("link", "stage", "choice", "multi_choice", "tags", "boolean", "links"))
MANY = frozenset(("tags", "links", "multi_choice", "address"))
WORDS = frozenset(("text",))
NEVER = frozenset(("external_id", "territory"))
PLACES = ("city", "region", "country")
"""Parts of an address that people are told apart by."""

Option = tuple[str, str]
Group = tuple[str, Sequence[Option]]
"""What the fields of a select are headed by, and the fields."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A field at the end of a path."""

    path: str
    label: str
    through: str
    field: Field


def objects(by: Actor) -> list[ObjectType]:
    """Return the kinds of record that a report can be about: those with which people work, as the reader may know them."""
    found = [safe(item, by=by) for item in registry if is_asked(item, by)]
    happened = [item for item in counted.every() if counted.may_ask(item, by=by)]
    return [*sorted(found, key=lambda item: not item.in_menu), *happened]


def is_asked(item: ObjectType, by: Actor) -> bool:
    if isinstance(item.access, Published) or (isinstance(item.access, Everyone) and not item.in_menu):
        return False
    return rights.may(by, "see", item) != "none" or bool(by.shared.get(item.key))


def every(kind: ObjectType, *, by: Actor) -> Iterator[Offered]:
    """Yield the fields of an object, of what it links to, and of what its whole links to."""
    yield from own(kind)
    for link in doors(kind, by):
        linked = known_to(str(getattr(link, "to", "")), by=by)
        yield from beyond(linked, link.name, str(link.label))
        if isinstance(kind.access, ParentDecides) and link.name == kind.access.parent:
            for further in doors(linked, by):
                then = known_to(str(getattr(further, "to", "")), by=by)
                yield from beyond(then, f"{link.name}.{further.name}", f"{link.label} › {further.label}")


def own(kind: ObjectType, prefix: str = "", through: str = "") -> Iterator[Offered]:
    for field in kind.all_fields:
        if field.name in NEVER:
            continue
        path = f"{prefix}{field.name}"
        yield Offered(path=path, label=str(field.label), through=through, field=field)
        for part in field.parts if field.kind == "address" else ():
            if part.name in PLACES:
                yield Offered(path=f"{path}.{part.name}", label=str(part.label), through=through, field=field)


def beyond(linked: ObjectType, path: str, through: str) -> Iterator[Offered]:
    """Yield the fields of a linked object that say something of it, not of when its record was made."""
    for item in own(linked, f"{path}.", through):
        if not item.field.system or item.field.name == "owner":
            yield item


def doors(kind: ObjectType, by: Actor) -> list[Field]:
    """Return the links that a question may go through."""
    found = [
        field for field in kind.all_fields if field.kind in ("link", "stage") and field.name not in NEVER
    ]
    return [field for field in found if leads(field, by)]


def leads(field: Field, by: Actor) -> bool:
    key = str(getattr(field, "to", ""))
    return key in registry and rights.may(by, "see", registry.get(key)) != "none"


def is_dimension(item: Offered) -> bool:
    field = item.field
    if field.kind == "address":
        return item.path.rpartition(".")[2] in PLACES
    return field.kind in DAYS | NUMBERS | NAMED | WORDS and field.name != "position"


def is_measured(item: Offered) -> bool:
    return item.field.kind in NUMBERS and item.field.name != "position"


def is_counted(item: Offered) -> bool:
    """Whether a report can tell how many different values there are: a record has one of them."""
    return is_dimension(item) and item.field.kind not in MANY


def is_day(item: Offered) -> bool:
    return item.field.kind in DAYS


def grouped(kind: ObjectType, fits: Callable[[Offered], bool], *, by: Actor, chosen: str = "") -> list[Group]:
    """Return the fields that fit, under the link that leads to them; the `chosen` path is among them whatever it is."""
    found: dict[str, list[Option]] = {}
    for item in every(kind, by=by):
        if fits(item):
            found.setdefault(item.through, []).append((item.path, item.label))
    if chosen and not any(chosen == path for options in found.values() for path, _label in options):
        found.setdefault("", []).append((chosen, label_of(kind, chosen)))
    return list(found.items())


def kind_of(kind: ObjectType, path: Sequence[str]) -> str:
    """Return the kind of the field at the end of a path, "" for none."""
    field, _label = reached(kind, path)
    return field.kind if field else ""


def label_of(kind: ObjectType, path: str) -> str:
    return reached(kind, path.split("."))[1]
