"""Records of every object, made of the registry alone: a new object is in the world by being declared."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from odnos.engine.tables import definitions
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType, registry
from tests.contract.matrix import MATRIX
from tests.people import NOON, Cast

DERIVED: dict[str, frozenset[str]] = {
    "deal": frozenset(("closed_on", "lost_reason", "probability", "pipeline")),
    "contact": frozenset(("first_name", "last_name")),
    "custom_field": frozenset(("code", "to", "default", "mask")),
    "custom_object": frozenset(("code", "address", "parent")),
    "custom_option": frozenset(("code",)),
    "field_rule": frozenset(("code",)),
    "approval": frozenset(("comment",)),
    "role": frozenset(("code",)),
    "territory": frozenset(("code",)),
    "layout": frozenset(("code",)),
    "retention_rule": frozenset(("code",)),
}
"""Fields that a rule sets from others, so that what is written there is not what is kept."""

EMPTY = '{"panels":[],"key":[],"card":[],"quick":[],"unused":[],"related":[]}'

SPECIAL: dict[tuple[str, str], tuple[Any, Any]] = {
    ("report", "definition"): (
        '{"object":"deal","measures":[{"kind":"count"}]}',
        '{"object":"task","measures":[{"kind":"count"}]}',
    ),
    ("dashboard", "tiles"): ("[]", '[{"key":"a","x":0,"y":0,"w":6,"h":4,"title":"Zebra","report":1}]'),
    ("dashboard", "role"): ("", ""),
    ("dashboard", "span"): ("this_month", "this_quarter"),
    ("dashboard", "about"): ("company", "contact"),
    ("dashboard", "only"): ("name.contains:zebra", "name.contains:okapi"),
    ("report_subscription", "span"): ("this_month", "this_quarter"),
    ("report_subscription", "rhythm"): ("daily", "weekly"),
    ("user", "timezone"): ("Europe/Ljubljana", "Europe/Moscow"),
    ("user", "role"): ("representative", "analyst"),
    ("stage", "kind"): ("open", "open"),
    ("task", "is_done"): (False, False),
    ("role_right", "object"): ("company", "contact"),
    ("role_right", "deed"): ("see", "edit"),
    ("territory_rule", "object"): ("company", "contact"),
    ("territory_rule", "filter"): ("name.contains:zebra", "name.contains:okapi"),
    ("custom_object", "access"): ("own", "everyone"),
    ("retention_rule", "object"): ("lead", "contact"),
    ("retention_rule", "only"): ("name.contains:zebra", "name.contains:okapi"),
    ("retention_rule", "since"): ("created_at", "updated_at"),
    ("layout", "object"): ("company", "company"),
    ("layout", "drawing"): (EMPTY, EMPTY.replace('"key":[]', '"key":["phone"]')),
    ("field_right", "object"): ("company", "company"),
    ("field_right", "role"): ("analyst", "analyst"),
    ("field_right", "may_see"): (True, True),
    ("custom_field", "object"): ("company", "company"),
    ("custom_field", "kind"): ("text", "text"),
    ("custom_field", "is_required"): (False, False),
    ("stage_gate", "needed"): (["amount"], ["amount", "closes_on"]),
    ("stage_gate", "condition"): ("amount.gte:0", "amount.gte:1"),
    ("stage_gate", "void_on"): (["amount"], ["closes_on"]),
    ("stage_gate", "approver_role"): ("", ""),
    ("exchange_rate", "units"): (1, 10),
    ("exchange_rate", "into_currency"): ("EUR", "EUR"),
    ("order_line", "unit_price"): ("12.50 EUR", "13 EUR"),
    ("stage_tick", "name"): ("Zebra item", "Zebra item"),
    ("field_rule", "object"): ("company", "company"),
    ("field_rule", "condition"): ("employees.gt:900000", "employees.gt:800000"),
    ("field_rule", "effect"): ("required", "readonly"),
    ("field_rule", "targets"): (["phone"], ["phone", "email"]),
}
"""Values where only some make sense: the first when it is made, the second when it is changed."""

FIXED = frozenset((("layout", "object"), ("layout", "role")))
"""What stays as it was made."""

RIGHTS_OF = ("founded", "size", "employees", "tags", "industry", "tax_id", "website", "description", "domain")
"""Fields of a company with rights: each has one such record for a role at most."""

CURRENCIES = (
    "AUD",
    "CAD",
    "CHF",
    "CZK",
    "DKK",
    "GBP",
    "HUF",
    "NOK",
    "PLN",
    "RSD",
    "RUB",
    "SEK",
    "TRY",
    "USD",
)
"""Currencies with a rate: each has one for a day at most."""

ONE_EACH = frozenset((("role_right", "role"), ("territory_rule", "territory")))
"""Links to what has one such record at most: each is made with another."""

GATED = frozenset((("stage_tick", "stage"), ("approval", "stage")))
"""Links to a stage that has a gate."""
FRESH = frozenset((("stage_gate", "stage"), ("approval", "deal")))
"""Links that lead to a record of their own each time."""


@dataclass
class World:
    """The cast, and records made as somebody needs them; `word` stands in every text."""

    cast: Cast
    word: str = "Zebra"
    number: int = 0
    made: dict[str, int] = field(default_factory=dict)

    def owner(self, object_type: ObjectType) -> Any:
        """Return who makes records of an object: Ada, and Dora what only administrators make."""
        return self.cast.dora if isinstance(object_type.access, Everyone) else self.cast.ada

    def create(self, object_type: ObjectType, *, by: Any = None, **values: Any) -> Any:
        """Return a new record with a value in every field."""
        from odnos.engine.records import write

        given = {**self.values(object_type), **values}
        return write.create(object_type, given, by=by or self.owner(object_type), at=NOON)

    def one(self, key: str) -> int:
        """Return the id of some record of an object; of users and teams, Ada's."""
        if key == "user":
            return int(self.cast.ada.user_id)
        if key == "team":
            return self.cast.teams["North"]
        if key not in self.made:
            self.made[key] = self.create(registry.get(key)).id
        return self.made[key]

    def gated_stage(self) -> int:
        """Return a stage with a checklist that needs an approval."""
        if "gated" not in self.made:
            gate = registry.get("stage_gate")
            given = {"checklist": ["Zebra item"], "needs_approval": True, "approver": None}
            self.made["gated"] = self.create(gate, **given)["stage"]
            definitions.refresh()
        return self.made["gated"]

    def values(self, object_type: ObjectType, *, change: bool = False) -> dict[str, Any]:
        """Return a value for every field that people fill in; with `change`, another one where there is another."""
        self.number += 1
        found = {}
        for item in object_type.all_fields:
            if not self.is_typed(object_type, item) or (change and not self.may_change(object_type, item)):
                continue
            found[item.name] = self.value(object_type, item, change=change)
        return found

    def is_typed(self, object_type: ObjectType, item: Field) -> bool:
        if item.readonly or item.name == "owner" or item.name in DERIVED.get(object_type.key, ()):
            return False
        return getattr(item, "to", "") != object_type.key

    def may_change(self, object_type: ObjectType, item: Field) -> bool:
        is_fixed = (object_type.key, item.name) in FIXED
        return not is_fixed and not isinstance(item, f.Link | f.Links | f.About)

    def value(self, object_type: ObjectType, item: Field, *, change: bool = False) -> Any:
        """Return what a person could write into the field."""
        if (object_type.key, item.name) in SPECIAL:
            return SPECIAL[object_type.key, item.name][change]
        if (object_type.key, item.name) == ("field_right", "field"):
            return RIGHTS_OF[self.number % len(RIGHTS_OF)]
        if (object_type.key, item.name) == ("exchange_rate", "day"):
            return dt.date(2026, 3, 9) + dt.timedelta(days=self.number // len(CURRENCIES))
        if (object_type.key, item.name) == ("exchange_rate", "currency"):
            return CURRENCIES[self.number % len(CURRENCIES)]
        if (object_type.key, item.name) in ONE_EACH:
            return self.create(registry.get(item.to)).id
        if (object_type.key, item.name) in GATED:
            return self.gated_stage()
        if (object_type.key, item.name) in FRESH:
            return self.create(registry.get(item.to)).id  # type: ignore[attr-defined]
        if isinstance(item, f.Link):
            return self.one(item.to)
        if isinstance(item, f.Links):
            return [{"id": self.one(item.to), "role": next((key for key, _label in item.roles), "")}]
        if isinstance(item, f.About):
            return {"object": "company", "id": self.one("company")}
        if isinstance(item, f.Number):
            least = item.least or 0
            room = 12 if item.most is None else min(12, item.most - least)
            return least + (5 + self.number % 7 + change) % (room + 1)
        if isinstance(item, f.Email):
            return f"{self.word}{self.number}@x{int(change)}.io".lower()
        if isinstance(item, f.Emails):
            return [f"{self.word}.other{self.number}@x{int(change)}.io".lower()]
        if isinstance(item, f.Choice) and not isinstance(item, f.MultiChoice) and item.choices:
            return item.choices[int(change) % len(item.choices)][0]
        if isinstance(item, f.Tags) or (isinstance(item, f.MultiChoice) and item.open and not phones(item)):
            return [f"{self.word}{self.number}{'x' * change}"]
        if isinstance(item, f.Choice) and item.open and not isinstance(item, f.MultiChoice):
            return f"{self.word} {self.number}{'x' * change}"
        if isinstance(item, f.Url):
            return f"https://{self.word}{self.number}.io/{'x' * change}"
        if type(item) in (f.Text, f.LongText):
            return f"{self.word} {item.name} {self.number}{' changed' * change}"[: item.max_length]
        if isinstance(item, f.Address):
            return {"city": f"{self.word} {self.number}", "country": "SI" if change else "RU"}
        cases = MATRIX[item.kind].cases
        return cases[int(change) % len(cases)].raw


def phones(item: Field) -> bool:
    return isinstance(item, f.Phones)
