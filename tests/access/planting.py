"""A canary in every field that can be hidden: a value that nothing else in the installation has."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from odnos.engine.records import files
from odnos.engine.records.row import Row
from odnos.objects import fields as f
from odnos.objects.fields import Field
from odnos.objects.registry import ObjectType
from tests.contract.world import World

WORD = "kanarek"
FIRST = 7_310_017
STEP = 7_919
DAY = dt.date(2061, 3, 4)


@dataclass
class Canaries:
    """Which marks stand in which field. A mark is looked for as a word, or as the digits of a number or a day."""

    marks: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    number: int = 0

    def plant(self, object_type: ObjectType, item: Field) -> tuple[bool, Any]:
        """Return a value that is known wherever it comes out; False where the field holds too little to tell by."""
        self.number += 1
        place = (object_type.key, item.name)
        word, digits = f"{WORD}{self.number}x", str(FIRST + STEP * self.number)
        value = planted(item, word, digits, self.number)
        if value is None:
            return False, None
        if isinstance(item, f.Date | f.Moment):
            day = DAY + dt.timedelta(days=37 * self.number)
            self.marks[place] = [day.isoformat(), f"{day.year}"]
        else:
            self.marks[place] = [digits if is_numeric(item) else word]
        return True, value

    def forget_changed(self, row: Row, now: Row) -> None:
        """Forget the marks of fields that other records have changed since: an order's total follows its lines."""
        for key, name in list(self.marks):
            if key == row.type.key and now[name] != row[name]:
                del self.marks[key, name]

    def found_in(self, shown: str, *, apart_from: str = "") -> list[tuple[str, str]]:
        """Return the fields whose canary can be read in an answer; what the asker typed does not count."""
        text = shown.replace(apart_from, "") if apart_from else shown
        joined = re.sub(r"(?<=\d)[\s\u202f\u00a0,.’'-]+(?=\d)", "", text)
        return [
            place for place, marks in self.marks.items() if any(stands(mark, text, joined) for mark in marks)
        ]


def stands(mark: str, text: str, joined: str) -> bool:
    """Whether a mark can be read in an answer. A year is a word of its own: its four digits may stand in any key."""
    if mark.isdecimal() and len(mark) == len("2061"):
        return bool(re.search(rf"\b{mark}\b", text))
    return mark in (joined if mark.isdecimal() else text)


def is_numeric(item: Field) -> bool:
    return isinstance(item, f.Number | f.Money | f.Phone | f.Phones)


def planted(item: Field, word: str, digits: str, number: int) -> Any:
    """Return what is written into a field so that it is known again, or None."""
    if item.names_records or isinstance(item, f.Boolean | f.Rank | f.About):
        return None
    if isinstance(item, f.Phone):
        return f"+386{digits[:7]}9"
    if isinstance(item, f.Phones):
        return [f"+386{digits[:7]}9"]
    if isinstance(item, f.Number):
        return None if item.most is not None and item.most < int(digits) else int(digits)
    if isinstance(item, f.Money):
        return {"amount": digits, "currency": "EUR"}
    if isinstance(item, f.Moment):
        return f"{DAY + dt.timedelta(days=37 * number)}T12:00:00Z"
    if isinstance(item, f.Date):
        return str(DAY + dt.timedelta(days=37 * number))
    if isinstance(item, f.File):
        return files.store([word.encode()], f"{word}.txt")
    if isinstance(item, f.Emails):
        return [f"{word}@x.io"]
    if isinstance(item, f.Email):
        return f"{word}@x.io"
    if isinstance(item, f.Url):
        return f"https://{word}.io/"
    if isinstance(item, f.Address):
        return {"street": word, "city": word, "country": "SI"}
    if isinstance(item, f.MultiChoice):
        return [word] if item.open else None
    if isinstance(item, f.Choice):
        return word if item.open else None
    return word if isinstance(item, f.Text) else None


READ_BY_RULES = frozenset(
    (
        ("report", "definition"),
        ("dashboard", "tiles"),
        ("dashboard", "span"),
        ("dashboard", "role"),
        ("dashboard", "only"),
        ("dashboard", "about"),
        ("report_subscription", "span"),
    )
)
"""Texts with a grammar, which no canary can stand in."""


def made(world: World, object_type: ObjectType, canaries: Canaries, hidden: set[str]) -> Any:
    """Return a record with a canary in each of the fields `hidden` that can hold one."""
    values = {
        name: value for name, value in world.values(object_type).items() if not object_type.by_name[name].key
    }
    for name in hidden:
        item = object_type.by_name[name]
        if item.readonly or (object_type.key, name) in READ_BY_RULES:
            continue
        is_there, value = canaries.plant(object_type, item)
        if is_there:
            values[name] = value
    row = world.create(object_type, **values)
    for name in hidden:  # a rule may leave a field empty: an open deal has no reason why it was lost
        if object_type.by_name[name].is_empty(row[name]):
            canaries.marks.pop((object_type.key, name), None)
    return row
