"""A question in the making: who asks, when, in which dialect, and the texts that travel as parameters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from odnos.analytics.reports.dialects import Dialect, literal
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Deed
from odnos.objects.context import Context


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One question to a store, by somebody. Texts become parameters; other values are written out.

    Records are asked for within the reach of a deed: what is exported may reach less far than what is seen.
    """

    by: Actor
    at: dt.datetime
    dialect: Dialect
    deed: Deed = "see"
    parameters: dict[str, Any] = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)

    @property
    def ctx(self) -> Context:
        return self.by.context(self.at)

    def value(self, value: Any) -> str:
        """Return the SQL of a value."""
        if not isinstance(value, str):
            return literal(value)
        known = next((name for name, held in self.parameters.items() if held == value), "")
        name = known or f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"

    def alias(self, stem: str) -> str:
        """Return a name for a table in this question that nothing else has."""
        made = f"{stem}{len(self.aliases)}"
        self.aliases.append(made)
        return made
