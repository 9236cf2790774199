"""A row of the matrix: a field, with values as a person writes them and as they come out everywhere."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from odnos.objects import fields as f
from odnos.objects.context import Context
from tests.people import NOON

CTX = Context(
    at=NOON,
    user_id=1,
    team_id=1,
    timezone=ZoneInfo("Europe/Ljubljana"),
    titles={("company", 7): "Acme <b>", ("company", 8): None, ("deal", 7): "Big"},
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One value of one field: what is written, and how it reads afterwards."""

    raw: Any
    value: Any
    json: Any
    text: str
    csv: Any
    html: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A field of a kind with values it takes, and some it refuses."""

    field: f.Field
    cases: tuple[Case, ...]
    refused: tuple[Any, ...] = ()


def same(value: str, *, raw: Any = None, html: str | None = None) -> Case:
    """Return the case of a text that is the same everywhere."""
    return Case(
        raw=value if raw is None else raw, value=value, json=value, text=value, csv=value, html=html or value
    )
