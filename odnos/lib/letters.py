"""A letter to one person, as data that a job can carry."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

JOB = "email.send"
"""The job that sends a letter; whoever wants one sent puts it on the list of work, and knows nothing of servers."""


@dataclass(frozen=True)
class Piece:
    """A file that goes with a letter; one with a `cid` is a picture that its HTML shows."""

    name: str
    type: str
    body: bytes
    cid: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter in plain text and HTML. `key` names it for good: sent twice, it has the same Message-ID."""

    key: str
    to: str
    name: str
    subject: str
    text: str
    html: str = ""
    pieces: tuple[Piece, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the letter as JSON can keep it."""
        pieces = [{**asdict(piece), "body": base64.b64encode(piece.body).decode()} for piece in self.pieces]
        return {
            **{name: getattr(self, name) for name in PLAIN},
            "headers": dict(self.headers),
            "pieces": pieces,
        }


PLAIN = ("key", "to", "name", "subject", "text", "html")


def from_json(said: Mapping[str, Any]) -> Letter:
    """Return the letter that `to_json` wrote."""
    pieces = tuple(Piece(**{**piece, "body": base64.b64decode(piece["body"])}) for piece in said["pieces"])
    return Letter(**{name: said[name] for name in PLAIN}, headers=said["headers"], pieces=pieces)
