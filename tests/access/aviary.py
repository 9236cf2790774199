"""Ada's records with a canary in every field that can be hidden; then all of it is kept from representatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odnos.engine.records import read
from odnos.engine.tables import definitions
from tests.access.keeping import hideable, keep_from, places
from tests.access.planting import Canaries, made
from tests.contract.scene import Others, Scene, scene_of
from tests.people import Cast

ADDED = (
    ("text", {"is_searchable": True, "is_unique": True}),
    ("long_text", {"is_searchable": True}),
    ("number", {}),
    ("money", {}),
    ("date", {}),
    ("moment", {}),
    ("boolean", {}),
    ("tags", {}),
    ("email", {}),
    ("phone", {}),
    ("url", {}),
    ("address", {}),
    ("file", {}),
    ("user", {}),
)
"""A field of each kind that can be added to companies, with settings."""


@dataclass
class Aviary:
    """The scene, and the canaries in it."""

    scene: Scene
    canaries: Canaries
    ids: dict[str, int]
    cast: Cast


def aviary_of(cast: Cast, add_field: Any) -> Aviary:
    """Everything hidden from representatives at once. Administrators see it all."""
    for kind, settings in ADDED:
        add_field("company", kind, f"Own {kind}", **settings)
    add_field("company", "formula", "Own formula", formula="annual_revenue * 3")
    add_field("contact", "formula", "Far formula", formula="company.annual_revenue + company.annual_revenue")
    add_field(
        "company", "rollup", "Own rollup", through="deal.company", measure="sum", measured="deal.amount"
    )
    scene = scene_of(cast)
    world = Others(cast, word="Public")
    canaries = Canaries()
    kinds = {object_type.key: object_type for object_type, _item in hideable()}
    hidden = {key: {name for other, name in places(hideable()) if other == key} for key in kinds}
    ids, rows = {}, []
    for key, object_type in kinds.items():
        row = made(world, object_type, canaries, hidden[key])
        rows.append(row)
        ids[key] = world.made[key] = row.id
        scene.ids[key] = row.id
        scene.world.other(object_type)
    for row in rows:
        canaries.forget_changed(row, read.get(row.type, row.id, by=cast.dora))
    keep_from(cast, *[place for place in places(hideable()) if may_be_named(place)])
    definitions.refresh()
    return Aviary(scene=scene, canaries=canaries, ids=ids, cast=cast)


def may_be_named(place: tuple[str, str]) -> bool:
    """What is worked out from hidden fields goes with them: it needs no right of its own."""
    return place[1] not in ("own_formula", "far_formula", "own_rollup")
