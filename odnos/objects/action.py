"""Things a person can do to a record besides editing it; registered by name, offered by every surface."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from odnos.objects.fields import Field
from odnos.objects.labels import Label


@dataclass(frozen=True, kw_only=True)
class Action:
    """`name` is `noun.verb`; `right` is what it needs on the record; `run(record_id, *, by, at, **values)` does it.

    `inputs` are what the person is asked for. `offered` says from the record's columns whether it makes sense now.
    """

    name: str
    label: Label
    object: str
    run: Callable[..., Any]
    right: str = "edit"
    inputs: tuple[Field, ...] = ()
    icon: str = "play"
    tone: str = "plain"
    offered: Callable[[Any], bool] = lambda _row: True


class Actions:
    """Every action, by name and by object."""

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}

    def add(self, action: Action) -> Action:
        if action.name in self._actions:
            raise ValueError(f"action {action.name!r} is already registered")
        self._actions[action.name] = action
        return action

    def get(self, name: str) -> Action:
        """Return the action `name`. Raises KeyError."""
        return self._actions[name]

    def of(self, object_key: str) -> list[Action]:
        return [action for action in self._actions.values() if action.object == object_key]


actions = Actions()
