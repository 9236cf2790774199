"""What happened to records and is kept beside them, row by row: steps through stages and the like. The analytical store has each as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from odnos.objects.fields.base import Keeps
from odnos.objects.labels import Label


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One kind of fact: rows of `model`, each about the record of `object_key` that its column `about` names.

    Without an `object_key` they are about records of any object, which their column `object_key` tells.

    They change with that record only: whoever writes one writes the record too. Whoever may see the record may count them.
    """

    key: str
    model: type[models.Model]
    label: Label
    about: str
    columns: tuple[tuple[str, Keeps], ...]
    object_key: str = ""


facts: dict[str, Fact] = {}


def add(fact: Fact) -> Fact:
    """Let a kind of fact be known by its key. Raises ValueError if there is one."""
    if facts.setdefault(fact.key, fact) is not fact:
        raise ValueError(f"fact {fact.key!r} is already there")
    return fact
