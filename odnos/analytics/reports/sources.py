"""The tables that a question goes to: one object's records, and those that its links lead to as far as the asker may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import both, reached, side_of, side_table
from odnos.analytics.reports.counted import Counted
from odnos.analytics.reports.dialects import name as quoted
from odnos.analytics.reports.paths import Step
from odnos.objects.registry import ObjectType, registry


@dataclass(kw_only=True)
class Source:
    """The rows of one object, with what is joined to them. Nothing joined makes more rows, or fewer."""

    object_type: ObjectType
    asking: Asking
    alias: str = ""
    joins: list[str] = field(default_factory=list)
    known: dict[tuple[str, ...], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.alias = self.alias or self.asking.alias("t")

    @property
    def sql(self) -> str:
        return " ".join([f"{self.rows} AS {self.alias}", *self.joins])

    @property
    def rows(self) -> str:
        """The SQL of the rows themselves."""
        kind = self.object_type
        return f"({kind.rows(self.asking)})" if isinstance(kind, Counted) else quoted(kind.key)

    def along(self, steps: Sequence[Step]) -> str:
        """Return the alias of the table that links of one record each lead to."""
        alias, way = self.alias, tuple[str, ...]()
        for step in steps:
            way = (*way, step.field.name)
            if way not in self.known:
                self.known[way] = self.joined(alias, step, deleted=False)
            alias = self.known[way]
        return alias

    def named(self, alias: str, step: Step) -> str:
        """Return the alias under which the record that a link names is there if the asker may know its title: in the bin, too."""
        way = (alias, step.field.name, "named")
        if way not in self.known:
            self.known[way] = self.joined(alias, step, deleted=True)
        return self.known[way]

    def joined(self, alias: str, step: Step, *, deleted: bool) -> str:
        linked = registry.get(step.to)
        far = self.asking.alias("t")
        meets = f"{far}.id = {alias}.{quoted(step.field.column)}"
        limits = both([meets, reached(linked, far, self.asking, deleted=deleted)])
        self.joins.append(f"LEFT JOIN {quoted(linked.key)} AS {far} ON {limits}")
        return far

    def values(self, alias: str, inner: str) -> str:
        """Join values of which a record has many; each of them once. `inner` gives `of_record` and `value`."""
        way = ("values", inner)
        if way not in self.known:
            far = self.known[way] = self.asking.alias("m")
            self.joins.append(f"LEFT JOIN ({inner}) AS {far} ON {far}.of_record = {alias}.id")
        return f"{self.known[way]}.value"

    @staticmethod
    def side(step: Step, alias: str, asking: Asking) -> tuple[str, str]:
        """Return the table of a field's links or values under an alias, and the condition that finds the field's own."""
        return f"{side_table(step.field)} AS {alias}", side_of(step.object_type, step.field, asking, alias)
