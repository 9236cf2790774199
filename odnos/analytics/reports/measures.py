"""Figures: what a store counts for a measure, and what is worked out of it here, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext as _

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import held
from odnos.analytics.reports.definition import Measure
from odnos.analytics.reports.dialects import name as quoted
from odnos.analytics.reports.lengths import DAY, Length, length_of
from odnos.analytics.reports.paths import Place, place_of
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.result import Figure, Unit
from odnos.analytics.reports.sources import Source
from odnos.analytics.star import converted
from odnos.engine.filters.tree import EVERYTHING

AtomKind = Literal[
    "records",
    "count",
    "sum",
    "min",
    "max",
    "distinct",
    "median",
    "lower_quartile",
    "upper_quartile",
    "unconverted",
]
QUARTILES: Mapping[AtomKind, str] = {"lower_quartile": "0.25", "upper_quartile": "0.75"}
NUMERIC = frozenset(("number", "money"))
ADDITIVE = frozenset(("count", "sum"))
ADDED: frozenset[AtomKind] = frozenset(("records", "count", "sum", "unconverted"))
"""Atoms of which that of all groups together is the sum."""
UNCOUNTED = frozenset(("long_text", "file", "rank"))


@dataclass(frozen=True, kw_only=True)
class Atom:
    """One aggregate: of the SQL `value`, over the records for which `where` holds. `raw` is an amount before it was converted."""

    kind: AtomKind
    value: str = ""
    raw: str = ""
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """A measure, understood: the numbers of its atoms among all those of the report."""

    measure: Measure
    unit: Unit
    atoms: tuple[int, ...] = ()
    place: Place | None = None
    length: Length | None = None
    of: Reckoned | None = None
    by: Reckoned | None = None

    def figure(self, atoms: Sequence[Any]) -> Figure:
        """Return the figure out of what the store answered."""
        if self.of and self.by:
            return divided(self.of.figure(atoms), self.by.figure(atoms))
        figure = self.counted(atoms)
        return divided(figure, DAY) if self.length and self.length.is_exact else figure

    def counted(self, atoms: Sequence[Any]) -> Figure:
        found = [atoms[number] for number in self.atoms]
        if self.measure.kind == "average":
            return divided(number_of(found[0]), found[1])
        return number_of(found[0])

    @property
    def nothing(self) -> Figure:
        """The figure of no records."""
        return 0 if self.measure.kind in ("count", "sum", "distinct") else None


def together(kind: AtomKind, held: Iterable[Any]) -> Any:
    """Return an atom of several groups together."""
    known = [one for one in held if one is not None]
    if kind in ADDED:
        return sum(known)
    return (min(known) if kind == "min" else max(known)) if known else None


def number_of(raw: Any) -> Figure:
    return Decimal(str(raw)) if isinstance(raw, float) else raw


def divided(of: Figure, by: Figure) -> Figure:
    return None if of is None or not by else Decimal(of) / Decimal(by)


@dataclass(kw_only=True)
class Measures:
    """The measures of a report on their way into a question; the same aggregate is asked for once."""

    source: Source
    atoms: list[Atom]

    @property
    def asking(self) -> Asking:
        return self.source.asking

    def add(self, measure: Measure, place: str) -> Reckoned:
        """Return a measure understood. Raises ReportError."""
        if measure.kind == "ratio":
            return self.ratio(measure, place)
        where = ""
        if measure.where != EVERYTHING:
            where = held(self.source.object_type, self.source.alias, measure.where, self.asking)
        if measure.since:
            return self.length(measure, where, place)
        if measure.kind == "count" and not measure.path:
            atom = self.atom(Atom(kind="records", where=where))
            return Reckoned(measure=measure, unit="number", atoms=(atom,))
        at = place_of(self.source.object_type, measure.path, by=self.asking.by, place=place)
        check(measure, at, place)
        value = self.value(at, is_amount=measure.kind not in ("count", "distinct"))
        unit: Unit = "number"
        if is_money(at) and measure.kind not in ("count", "distinct"):
            unit = "money"
            raw = f"{self.source.along(at.links)}.{quoted(at.column)}"
            self.atom(Atom(kind="unconverted", value=value, raw=raw, where=where))
        return Reckoned(measure=measure, unit=unit, atoms=self.atoms_of(measure, value, where), place=at)

    def length(self, measure: Measure, where: str, place: str) -> Reckoned:
        """Return a measure of time understood; between two moments the store counts seconds."""
        length = length_of(measure, self.source.object_type, by=self.asking.by, place=place)
        atoms = self.atoms_of(measure, length.sql(self.source), where)
        return Reckoned(measure=measure, unit="days", atoms=atoms, length=length)

    def atoms_of(self, measure: Measure, value: str, where: str) -> tuple[int, ...]:
        """Return the numbers of the aggregates that a measure of a value is made of."""
        assert measure.kind != "ratio"
        kinds: tuple[AtomKind, ...] = ("sum", "count") if measure.kind == "average" else (measure.kind,)
        return tuple(self.atom(Atom(kind=kind, value=value, where=where)) for kind in kinds)

    def ratio(self, measure: Measure, place: str) -> Reckoned:
        if measure.of is None or measure.by is None or "ratio" in (measure.of.kind, measure.by.kind):
            raise ReportError(
                _("A ratio divides one figure by another, neither a ratio itself."), place=place
            )
        of, by = self.add(measure.of, place), self.add(measure.by, place)
        unit: Unit = "percent" if of.unit == by.unit else of.unit
        return Reckoned(measure=measure, unit=unit, of=of, by=by)

    def value(self, at: Place, *, is_amount: bool) -> str:
        column = at.column
        if is_amount and is_money(at):
            column = converted(column)
        held = f"{self.source.along(at.links)}.{quoted(column)}"
        return f"NULLIF({held}, '')" if at.part or at.field.keeps[0] == "text" else held

    def atom(self, atom: Atom) -> int:
        if atom not in self.atoms:
            self.atoms.append(atom)
        return self.atoms.index(atom)


def is_money(at: Place) -> bool:
    return at.field.kind == "money" and not at.part


def check(measure: Measure, at: Place, place: str) -> None:
    """Raise ReportError for what cannot be counted so."""
    if at.is_many:
        raise ReportError(
            _("A record has several of “%(name)s”; group by it instead.") % {"name": at.label}, place=place
        )
    if measure.kind in ("count", "distinct"):
        if at.field.kind in UNCOUNTED or (
            len(at.field.columns) > 1 and at.field.kind != "money" and not at.part
        ):
            raise ReportError(_("“%(name)s” cannot be counted.") % {"name": at.label}, place=place)
    elif at.field.kind not in NUMERIC or at.part:
        raise ReportError(
            _("“%(name)s” is no number: it can be counted, not added up.") % {"name": at.label}, place=place
        )
    if measure.shown == "running" and measure.kind not in ADDITIVE:
        raise ReportError(_("Only counts and sums are added up along a report."), place=place)


AGGREGATES: Mapping[AtomKind, str] = {
    "records": "count(*){only}",
    "unconverted": "count({raw}){only} - count({value}){only}",
    "distinct": "count(DISTINCT {value}){only}",
    "sum": "COALESCE(sum({value}){only}, 0)",
}


def aggregate(atom: Atom, value: str, raw: str, where: str, asking: Asking) -> str:
    """Return the SQL of an atom over the columns that hold its value and its condition."""
    only = f" FILTER (WHERE {where})" if where else ""
    if written := AGGREGATES.get(atom.kind):
        return written.format(value=value, raw=raw, only=only)
    if atom.kind == "median":
        return asking.dialect.median.format(value, where=only)
    if share := QUARTILES.get(atom.kind):
        return asking.dialect.quartile.format(value, share, where=only)
    return f"{atom.kind}({value}){only}"


def grown(now: Figure, before: Figure) -> Figure:
    """Return by how much of what was before a figure has grown."""
    return None if now is None or not before else Decimal(now) / Decimal(before) - 1
