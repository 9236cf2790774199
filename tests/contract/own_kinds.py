"""Kinds of record as an administrator makes them, with a field of each kind: the tests of access ask for them as for built-in ones."""

from __future__ import annotations

from odnos.engine.custom import actions as fields
from odnos.engine.custom.types import actions as kinds
from odnos.engine.custom.types.built import key_of
from odnos.engine.tables import definitions
from tests.people import NOON, Cast

OWN_KINDS = ("c_vessel", "c_cabin")
"""One with an owner, and one whose records are parts of the others."""
PLAIN = (
    ("text", {"is_searchable": True, "is_unique": True}),
    ("long_text", {"is_searchable": True}),
    ("number", {"is_fast": True}),
    ("money", {}),
    ("date", {}),
    ("moment", {}),
    ("boolean", {}),
    ("tags", {}),
    ("email", {}),
    ("phone", {}),
    ("url", {}),
    ("address", {}),
    ("user", {}),
)


def own_kinds(cast: Cast) -> None:
    """Make both kinds, have a contact name one of them, and one of them a company; this process then knows of them."""
    for name, name_many, more in (
        ("Vessel", "Vessels", {}),
        ("Cabin", "Cabins", {"access": "part", "parent": "c_vessel"}),
    ):
        row = kinds.make({"name": name, "name_many": name_many, **more}, by=cast.dora, at=NOON)
        definitions.refresh()
        for kind, settings in PLAIN:
            add(cast, key_of(row), kind, f"Plain {kind}", settings)
    add(cast, "c_vessel", "link", "Owning company", {"to": "company", "reverse_name": "Fleet"})
    add(cast, "contact", "link", "Vessel", {"to": "c_vessel", "reverse_name": "Crew"})
    definitions.refresh()


def add(cast: Cast, key: str, kind: str, name: str, settings: dict[str, object]) -> None:
    fields.make({"object": key, "kind": kind, "name": name, **settings}, [], by=cast.dora, at=NOON)
