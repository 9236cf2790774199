"""Ada's records, one of each object, with a word in every text by which a leak is known."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from odnos.engine.audit.models import Entry
from odnos.engine.records import batch, write
from odnos.engine.transfer import imports
from odnos.engine.views.models import SavedView
from odnos.objects.access import Everyone
from odnos.objects.registry import ObjectType, registry
from tests.contract.own_kinds import own_kinds
from tests.contract.world import World
from tests.people import NOON, Cast

CANARY = "Qvxzcanary"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass
class Scene:
    """Ada's records, one of each object, with the canary in every text; her import and her view."""

    world: World
    ids: dict[str, int] = field(default_factory=dict)
    run_id: int = 0
    gone_id: int = 0
    change_set_id: int = 0
    entry_id: int = 0
    view_id: int = 0

    def fill(self, pattern: str, object_type: ObjectType) -> str | None:
        """Return the address with Ada's things in it; None if it makes no sense for the object."""
        record_id = self.ids[object_type.key]
        given = {
            "kind": object_type.plural_key,
            "plural": object_type.plural_key,
            "record_id": record_id,
            "run_id": self.run_id,
            "view_id": self.view_id,
            "name": "offer.pdf" if "sha256" in pattern else object_type.title,
            "other": self.world.other(object_type),
            "sha256": "a" * 64,
            "key": self.ids["stage"],
            "analysis": "customers",
            "part": "deal_line",
            "verb": "win" if object_type.key == "deal" else "convert",
            "change_set": self.change_set_id,
            "change_set_id": self.change_set_id,
            "entry_id": self.entry_id,
            "report_id": self.ids["report"],
            "board_id": self.ids["dashboard"],
            "number": self.number(pattern),
            "object": "contact",
            "token": "made-up",
        }
        unknown = set(PARAMETER.findall(pattern)) - set(given)
        assert not unknown, f"say in Scene.fill how to fill {unknown} of {pattern}"
        return "/" + PARAMETER.sub(lambda found: str(given[found[1]]), pattern)

    def number(self, pattern: str) -> int:
        """Return the id of what a page of the settings is about."""
        places = {
            "users": "user",
            "teams": "team",
            "pipelines": "pipeline",
            "stages": "stage",
            "fields": "custom_field",
            "rules": "field_rule",
            "objects": "custom_object",
            "roles": "role",
            "subscriptions": "report_subscription",
        }
        return next((self.ids[key] for word, key in places.items() if f"/{word}/" in pattern), 1)

    def body(self, row: Any, object_type: ObjectType) -> dict[str, Any]:
        written = json.dumps(row[1] if len(row) > 1 else {})
        words = {
            '"$id"': str(self.ids[object_type.key]),
            "$id": str(self.ids[object_type.key]),
            "$stage": str(self.ids["stage"]),
            "$product": str(self.ids["product"]),
            "$contact": str(self.ids["contact"]),
            "$gone": str(self.gone_id),
            "$cleo": str(self.world.cast.cleo.user_id),
            "$name": object_type.title,
        }
        for word, value in words.items():
            written = written.replace(word, value)
        found = json.loads(written)
        return found if isinstance(found, dict) else {}


class Others(World):
    """A world in which every object has a second record too; what everybody sees is without the canary."""

    def create(self, object_type: ObjectType, **more: Any) -> Any:
        self.word = "Public" if isinstance(object_type.access, Everyone) else CANARY
        return super().create(object_type, **more)

    def values(self, object_type: ObjectType, **more: Any) -> dict[str, Any]:
        found = super().values(
            object_type, **more
        )  # it may make linked records on the way, with words of their own
        self.word = "Public" if isinstance(object_type.access, Everyone) else CANARY
        return {name: self.value(object_type, object_type.field(name)) for name in found}

    def other(self, object_type: ObjectType) -> int:
        key = f"other {object_type.key}"
        if key not in self.made:
            self.made[key] = self.create(object_type).id
        return self.made[key]


def scene_of(cast: Cast) -> Scene:
    """Make Ada's records, and beside them what the addresses need: a change set, an import, a view, something in the bin."""
    own_kinds(cast)
    world = Others(cast, word=CANARY)
    scene = Scene(world)
    for object_type in registry:
        scene.ids[object_type.key] = world.one(object_type.key)
        if object_type.key in ("user", "team"):
            continue
        world.other(object_type)
    change = batch.Batch(update=[write.Change(id=scene.ids["company"], values={"founded": 1999})])
    scene.change_set_id = (
        batch.apply(registry.get("company"), change, by=cast.ada, at=NOON, label=CANARY).change_set or 0
    )
    scene.entry_id = Entry.objects.filter(object_key="company", action="updated").latest("pk").pk
    gone = world.create(registry.get("company"))
    scene.gone_id = gone.id
    write.delete(registry.get("company"), [gone.id], by=cast.ada, at=NOON)
    file = f"Name,Tags\n{CANARY} GmbH,a\n".encode()
    scene.run_id = imports.upload(registry.get("company"), f"{CANARY}.csv", [file], by=cast.ada, at=NOON).pk
    view = SavedView(
        object_key="company",
        name=f"{CANARY} view",
        user_id=cast.ada.user_id,
        filter=f"name.contains:{CANARY}",
    )
    view.save()
    scene.view_id = view.pk
    return scene
