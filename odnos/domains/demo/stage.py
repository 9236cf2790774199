"""What every part of the demo is made with: its words, its dice, its calendar and its people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from odnos.domains.demo.words import Words
from odnos.engine.access.actor import Actor
from odnos.engine.records import write
from odnos.engine.records.outcome import Change
from odnos.objects.registry import ObjectType

Item = TypeVar("Item")


class DemoDefect(RuntimeError):
    """The builders made something that the write path refuses."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much there is of everything, and how many days back it begins: two years in the demo company."""

    companies: int = 120
    contacts: int = 400
    leads: int = 110
    deals: int = 420
    errands: int = 40
    days: int = 760


@dataclass(kw_only=True)
class Stage:
    """The demo in the making. `at` is now; everything else happened before."""

    words: Words
    at: dt.datetime
    dice: Random
    size: Size = field(default_factory=Size)
    change_set: int | None = None
    actors: dict[int, Actor] = field(default_factory=dict)
    sellers: list[int] = field(default_factory=list)
    office: dict[str, int] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.words.timezone)

    @property
    def today(self) -> dt.date:
        return self.at.astimezone(self.zone).date()

    def working_hour(self, days_ago: float) -> dt.datetime:
        """Return a moment of a working day that many days ago, never in the future."""
        day = (self.at - dt.timedelta(days=days_ago)).astimezone(self.zone)
        day -= dt.timedelta(days=max(0, day.weekday() - 4))
        moment = day.replace(
            hour=self.dice.randint(8, 16), minute=self.dice.randrange(60), second=self.dice.randrange(60)
        )
        return min(moment.astimezone(dt.UTC), self.at - dt.timedelta(minutes=self.dice.randint(3, 50)))

    def after(self, moment: dt.datetime, days: float) -> dt.datetime | None:
        """Return a working moment so many days after another; None if that is still to come."""
        ago = (self.at - moment).total_seconds() / 86400 - days
        return max(self.working_hour(ago), moment + dt.timedelta(minutes=5)) if ago > 0.1 else None

    def colleagues(self, seller: int) -> list[int]:
        """Return those who sell in the same team."""
        team = self.actors[seller].team_id
        return [one for one in self.sellers if one != seller and self.actors[one].team_id == team]

    def head(self, seller: int) -> int:
        """Return who leads the team of a seller."""
        team = self.actors[seller].team_id
        leads = (pk for pk, actor in self.actors.items() if actor.role == "manager" and actor.team_id == team)
        return next(leads, self.office["manager"])

    def trait(self, seller: int, traits: Sequence[float]) -> float:
        """Return what is true of a seller in particular, of traits in the order of the sellers."""
        return traits[self.sellers.index(seller)]

    def create(self, object_type: ObjectType, made: Sequence[Made]) -> list[int]:
        """Create records, each by its own person and at its own moment, and return their ids in the order given."""
        ids: list[int] = [0] * len(made)
        for by, places in by_person(made, lambda item: item.by).items():
            batch = [made[place] for place in places]
            outcomes = write.create_many(
                object_type,
                [item.values for item in batch],
                by=self.actors[by],
                at=self.at,
                moments=[item.at for item in batch],
                change_set=self.change_set,
            )
            for place, outcome in zip(places, outcomes, strict=True):
                if outcome.id is None:
                    raise DemoDefect(f"{object_type.key}: {dict(outcome.errors)} in {made[place].values}")
                ids[place] = outcome.id
        return ids

    def update(self, object_type: ObjectType, changed: Sequence[Changed], *, action: str = "updated") -> None:
        """Change records, each by its own person and at its own moment; no record twice."""
        for by, places in by_person(changed, lambda item: item.by).items():
            batch = [changed[place] for place in places]
            changes = [Change(id=item.id, values=item.values, version=None) for item in batch]
            moments = [item.at for item in batch]
            for outcome in write.update_many(
                object_type,
                changes,
                by=self.actors[by],
                at=self.at,
                moments=moments,
                change_set=self.change_set,
                action=action,
                trusted=action != "updated",
            ):
                if outcome.errors:
                    raise DemoDefect(f"{object_type.key} {outcome.id}: {dict(outcome.errors)}")


@dataclass(frozen=True)
class Made:
    """A record to create."""

    by: int
    at: dt.datetime
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Changed:
    """A change to make."""

    id: int
    by: int
    at: dt.datetime
    values: Mapping[str, Any]


def by_person(items: Sequence[Item], who: Callable[[Item], int]) -> dict[int, list[int]]:
    """Return the places of `items` by the person they belong to."""
    found: dict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        found[who(item)].append(place)
    return found
