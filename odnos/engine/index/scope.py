"""For whom the index is asked: narrows candidates so that a person's few are not lost among everybody's many.

What a search shows is decided by the read path; this only has to let through everything that it would show.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Objects seen as a whole, objects of which the team's records are seen, and those of which only one's own."""

    every: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    user_id: int | None = None
    team_id: int | None = None
    people: tuple[int, ...] = ()
    """Others whose records are seen as one's own, where the team's are."""
    teams: tuple[int, ...] = ()
    """Further teams whose records are seen."""
    is_everything: bool = False
    """Whether `every` names all objects that have entries."""

    @property
    def objects(self) -> tuple[str, ...]:
        return (*self.every, *self.team, *self.own)

    def of(self, object_key: str) -> Scope:
        """Return this scope for one object alone."""
        every, team, own = (
            tuple(key for key in keys if key == object_key) for keys in (self.every, self.team, self.own)
        )
        return replace(self, every=every, team=team, own=own, is_everything=False)

    @property
    def owners(self) -> tuple[int, ...]:
        """The people whose records are seen."""
        return (*(() if self.user_id is None else (self.user_id,)), *self.people)

    @property
    def team_ids(self) -> tuple[int, ...]:
        return (*(() if self.team_id is None else (self.team_id,)), *self.teams)
