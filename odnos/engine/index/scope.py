"""For whom the index is asked: narrows candidates so that a person's few are not lost among everybody's many.

What a search shows is decided by the read path; this only has to let through everything that it would show.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Objects seen as a whole, objects of which the team's records are seen, and those of which only one's own."""

    every: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    user_id: int | None = None
    team_id: int | None = None
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
        return Scope(every=every, team=team, own=own, user_id=self.user_id, team_id=self.team_id)
