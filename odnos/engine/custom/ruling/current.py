"""The rules that are on, as this process knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from odnos.engine.custom.labels import label_of
from odnos.engine.custom.ruling.models import FieldRule as Kept
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError
from odnos.engine.records.ruled import FieldRule, rulebook
from odnos.engine.tables import definitions
from odnos.engine.tables.definitions import Definitions

LANGUAGES = ("en", "ru", "sl")


def read() -> None:
    """Put the rules in place, all at once."""
    found: dict[str, list[FieldRule]] = defaultdict(list)
    everywhere = Kept._base_manager.filter(deleted_at__isnull=True, is_on=True)
    for row in everywhere.order_by("position", "pk").values():
        rule = made(row)
        if rule is not None:
            found[rule.object].append(rule)
    rulebook.put({key: tuple(rules) for key, rules in found.items()})


def forget() -> None:
    rulebook.put({})


def made(row: Mapping[str, Any]) -> FieldRule | None:
    """Return the rule that a row defines; None for one that cannot be read any more."""
    try:
        when = text.parse(row["condition"])
    except FilterError:
        return None
    said = {"name": row["message"]} | {
        f"name_{language}": row[f"message_{language}"] for language in LANGUAGES
    }
    return FieldRule(
        code=row["code"],
        object=row["object"],
        effect=row["effect"],
        targets=tuple(row["targets"]),
        when=when,
        message=label_of(said),
    )


definitions.add(Definitions(name="rules", tables=(Kept._meta.db_table,), read=read, forget=forget))
