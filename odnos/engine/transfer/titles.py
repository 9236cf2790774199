"""A name for records whose file has none: «Cancity – GTX Plus Basic» for a deal of which only the parts are known."""

from __future__ import annotations

from odnos.engine.transfer.item import Item
from odnos.objects import fields as f
from odnos.objects.registry import ObjectType

LONGEST = 200


def complete(item: Item, object_type: ObjectType) -> None:
    """Give a new record a title from its name parts, the records it names, or whatever else tells it apart."""
    title = object_type.title_field
    if item.record_id is not None or not title.required or isinstance(title, f.LongText):
        return
    written = name_parts(item, object_type) or linked_names(item, object_type) or other_words(item)
    if written:
        item.values[title.name] = written[:LONGEST]


def name_parts(item: Item, object_type: ObjectType) -> str:
    """First and last name, in the order of the declaration."""
    names = [
        field.name
        for field in object_type.fields
        if isinstance(field, f.Text) and field.name.endswith("_name")
    ]
    return " ".join(str(item.values[name]) for name in names if item.values.get(name))


def linked_names(item: Item, object_type: ObjectType) -> str:
    """The company and the product, as the file writes them."""
    words: list[str] = []
    for target in sorted(item.named, key=lambda name: "." in name):
        field = object_type.by_name.get(target)
        is_part = field is None and "." in target
        if is_part or (
            isinstance(field, f.Link)
            and not field.system
            and not isinstance(field, f.Stage)
            and field.to != "pipeline"
        ):
            words.append(item.named[target])
    return " – ".join(dict.fromkeys(words))


def other_words(item: Item) -> str:
    for name in ("external_id", "email", "phone", "code"):
        if item.values.get(name):
            return str(item.values[name])
    return ""
