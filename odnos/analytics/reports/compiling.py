"""From a plan to the SQL of one question: one pass over the records, however many levels of subtotals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from odnos.analytics.reports import dimensions, measures
from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import NO, YES, both, either, held, reached
from odnos.analytics.reports.dimensions import Split
from odnos.analytics.reports.measures import Atom, Measures, Reckoned
from odnos.analytics.reports.plan import Plan
from odnos.analytics.reports.sources import Source

MOST = 50_000
"""Groups that a report has at most, with its subtotals."""
Level = tuple[int, ...]
"""Numbers of the dimensions that a group is told apart by; none for the total."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to a store: its answer's rows have a mark of their level, a value for each of `splits`, and the atoms.

    Where `kept` is told, each row says behind its level whether it is of the groups that a top leaves over.
    An answer that `is_merged` has groups of empty texts, which are those of none.
    """

    sql: str
    parameters: dict[str, Any]
    splits: tuple[int, ...]
    levels: tuple[Level, ...]
    reckoned: tuple[Reckoned, ...]
    atoms: tuple[Atom, ...]
    has_other: bool = False
    is_merged: bool = False


@dataclass(kw_only=True)
class Inner:
    """The records that count, with the values that groups and aggregates are made of."""

    plan: Plan
    asking: Asking
    splits: Sequence[int]
    is_folded: bool = False
    is_merged: bool = False
    source: Source = field(init=False)
    made: list[str] = field(default_factory=list)
    measures: Measures = field(init=False)
    reckoned: tuple[Reckoned, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.source = Source(object_type=self.plan.object_type, asking=self.asking)
        self.measures = Measures(source=self.source, atoms=[])
        self.reckoned = tuple(
            self.measures.add(item, f"measures.{number}")
            for number, item in enumerate(self.plan.report.measures)
        )
        for number in self.splits:
            self.made.append(f"{dimensions.sql_of(self.split(number), self.source)} AS d{number}")

    def split(self, number: int) -> Split:
        """Return a dimension as it is grouped by; where groups are told by their values, by those."""
        split = self.plan.splits[number]
        return split if self.is_folded else dimensions.grouped(split, self.asking, is_raw=self.is_merged)

    def values(self) -> list[str]:
        """Return the SQL of each dimension's value out of the columns."""
        return [
            f"{dimensions.shown(self.split(number), f'd{number}', self.asking)} AS d{number}"
            for number in self.splits
        ]

    def aggregates(self) -> list[str]:
        """Return the SQL of each atom; values and conditions get columns of their own, each once."""
        return [
            measures.aggregate(
                atom,
                self.column("v", atom.value) if atom.value else "",
                self.column("v", atom.raw) if atom.raw else "",
                self.column("w", atom.where) if atom.where else "",
                self.asking,
            )
            for atom in self.measures.atoms
        ]

    def column(self, stem: str, sql: str) -> str:
        for item in self.made:
            known, _as, name = item.rpartition(" AS ")
            if known == sql and name.startswith(stem):
                return name
        name = f"{stem}{len(self.made)}"
        self.made.append(f"{sql} AS {name}")
        return name

    @property
    def sql(self) -> str:
        where = both(
            [
                reached(self.plan.object_type, self.source.alias, self.asking),
                held(self.plan.object_type, self.source.alias, self.plan.where, self.asking),
            ]
        )
        columns = ", ".join(self.made) or f"{self.source.alias}.id"
        return f"SELECT {columns} FROM {self.source.sql}" + (f" WHERE {where}" if where != YES else "")


def question(
    plan: Plan,
    asking: Asking,
    *,
    levels: Sequence[Level],
    kept: Sequence[Any] | None = None,
    unlimited: bool = False,
    is_merged: bool = False,
) -> Question:
    """Return the question for the groups of some levels; with `kept`, all other groups of the first dimension are one.

    For an answer that `is_merged` empty texts are told beside none, which stores do sooner.
    """
    splits = sorted({number for level in levels for number in level})
    has_other = kept is not None and 0 in splits
    inner = Inner(plan=plan, asking=asking, splits=splits, is_folded=has_other, is_merged=is_merged)
    aggregates = inner.aggregates()
    table = inner.sql
    if has_other:
        table = folded(inner, table, kept or ())
    names = [f"d{number}" for number in splits]
    columns = [
        mark(names),
        *(["o0"] if has_other else []),
        *inner.values(),
        *(f"{sql} AS a{number}" for number, sql in enumerate(aggregates)),
    ]
    grouping = grouped(levels, has_other=has_other)
    end = "" if unlimited else limited(levels)
    sql = f"SELECT {', '.join(columns)} FROM ({table}) AS q{grouping}{end}"
    return Question(
        sql=sql,
        parameters=asking.parameters,
        splits=tuple(splits),
        levels=tuple(levels),
        reckoned=inner.reckoned,
        atoms=tuple(inner.measures.atoms),
        has_other=has_other,
        is_merged=is_merged,
    )


def limited(levels: Sequence[Level]) -> str:
    """Return the end of a question that is answered with so many groups at most.

    DuckDB makes the groups of several levels in one thread if it may stop at any of them: they are put in an order.
    """
    return f"{' ORDER BY g' if len(levels) > 1 else ''} LIMIT {MOST + 1}"


def mark(names: Sequence[str]) -> str:
    return f"GROUPING({', '.join(names)}) AS g" if names else "0 AS g"


def grouped(levels: Sequence[Level], *, has_other: bool) -> str:
    if levels == [()] or levels == ((),):
        return ""
    sets = (
        ", ".join([*(["o0"] if has_other and 0 in level else []), *(f"d{number}" for number in level)])
        for level in levels
    )
    if len(levels) == 1:
        return f" GROUP BY {next(sets)}"
    return f" GROUP BY GROUPING SETS ({', '.join(f'({one})' for one in sets)})"


def folded(inner: Inner, table: str, kept: Sequence[Any]) -> str:
    """Return the records with all groups of the first dimension but those `kept` as one, which `o0` tells."""
    values = [inner.asking.value(item) for item in kept if item is not None]
    found = either(
        [
            f"d0 IN ({', '.join(values)})" if values else NO,
            "d0 IS NULL" if None in kept else NO,
        ]
    )
    is_kept = f"COALESCE({found}, FALSE)"
    others = [made.rpartition(" AS ")[2] for made in inner.made if not made.endswith(" AS d0")]
    columns = [
        f"CASE WHEN {is_kept} THEN 0 ELSE 1 END AS o0",
        f"CASE WHEN {is_kept} THEN d0 END AS d0",
        *others,
    ]
    return f"SELECT {', '.join(columns)} FROM ({table}) AS p"


def ranked(plan: Plan, asking: Asking, *, by: int, number: int, is_counted: bool) -> tuple[str, Question]:
    """Return the question for the `number` groups of the first dimension with the largest figure, with their atoms.

    Where it `is_counted`, each row says last how many groups there are.
    """
    asked = question(plan, asking, levels=[(0,)], unlimited=True)
    order = f"{rank(asked.reckoned[by], asking)} DESC NULLS LAST, d0 NULLS LAST"
    columns = ["d0", *(f"a{place}" for place in range(len(asked.atoms)))]
    counted = ", count(*) OVER () AS n" if is_counted else ""
    sql = f"SELECT {', '.join(columns)}{counted} FROM ({asked.sql}) AS r ORDER BY {order} LIMIT {number}"
    return sql, asked


def rank(reckoned: Reckoned, asking: Asking) -> str:
    """Return the SQL of a figure over the columns of its atoms."""
    if reckoned.of and reckoned.by:
        return quotient(rank(reckoned.of, asking), rank(reckoned.by, asking), asking)
    first, *second = (f"a{number}" for number in reckoned.atoms)
    return quotient(first, second[0], asking) if second else first


def quotient(of: str, by: str, asking: Asking) -> str:
    real = asking.dialect.real
    return f"{real.format(of)} / NULLIF({real.format(by)}, 0)"
