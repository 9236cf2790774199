"""What a person has read and put away for good: kept beside what they like of lists, under a name of its own."""

from __future__ import annotations

from odnos.engine.access.actor import Actor
from odnos.engine.views import preferences

AWAY = "away"


def is_away(name: str, *, by: Actor) -> bool:
    return preferences.of(name, by=by).default_view == AWAY


def put_away(name: str, *, by: Actor) -> None:
    """Show it to this person no more, on whatever device."""
    preferences.keep(name, by=by, default_view=AWAY)
