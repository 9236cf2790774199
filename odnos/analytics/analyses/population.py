"""The records that an analysis is about: those of an object that the asker reaches, by a filter and what they must have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import both, held, reached
from odnos.analytics.reports.definition import Dimension, Grain, Report
from odnos.analytics.reports.dialects import DIALECTS
from odnos.analytics.reports.dimensions import Split, sql_of
from odnos.analytics.reports.fitting import of_node
from odnos.analytics.reports.plan import split_of
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.sources import Source
from odnos.analytics.reports.spans import OPEN, Span, local, span_of
from odnos.analytics.store.answer import Answer, Store, begun
from odnos.analytics.store.sharing import asked_by
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters.tree import Node
from odnos.engine.records import reads
from odnos.lib.dates.weeks import first_weekday
from odnos.objects.registry import ObjectType, registry

SECONDS = 20.0


@dataclass(kw_only=True)
class Population:
    """One question to the store about records of `key`, as `by` may know them. `needs` are fields without which it cannot be put."""

    key: str
    by: Actor
    at: dt.datetime
    store: Store
    needs: tuple[str, ...] = ()
    object_type: ObjectType = field(init=False)
    asking: Asking = field(init=False)
    source: Source = field(init=False)
    limits: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = asked_by(self.store, self.by)
        whole = registry.get(self.key)
        rights.check(self.by, "see", whole)
        self.object_type = safe(whole, by=self.by)
        for name in self.needs:
            if not self.knows(name):
                words = _("You may not see “%(field)s”, which this is counted by.")
                raise ReportError(words % {"field": whole.field(name).label})
        self.asking = Asking(by=self.by, at=self.at, dialect=DIALECTS[self.store.dialect])
        self.source = Source(object_type=self.object_type, asking=self.asking, alias="t")
        self.limits.append(reached(self.object_type, "t", self.asking))

    def knows(self, name: str) -> bool:
        """Whether the asker may see a field."""
        return name in self.object_type.by_name

    def only(self, where: Node) -> None:
        """Count only records that meet a filter of the asker. Raises FilterError."""
        reads.asked(self.object_type, of_node(where), by=self.by, at=self.at)
        self.limits.append(held(self.object_type, "t", where, self.asking))

    def within(self, day: str, span: Span) -> None:
        """Count only records whose day, given as SQL, lies in a span."""
        self.limits += self.lying(day, span)

    def lying(self, day: str, span: Span) -> list[str]:
        """Return the conditions that a day, given as SQL, lies in a span."""
        start = [] if span.start is None else [f"{day} >= {self.asking.value(span.start)}"]
        return start + ([] if span.end is None else [f"{day} < {self.asking.value(span.end)}"])

    def span(self, words: str) -> Span:
        """Return the days that a period's words mean to the asker. Raises ReportError."""
        return span_of(words, today=self.asking.ctx.today) if words else OPEN

    def local_day(self, column: str) -> str:
        """Return the SQL of the day of a moment at the asker's clock."""
        return self.asking.dialect.day.format(local(f't."{column}"', self.asking.ctx.timezone, within=OPEN))

    def grained(self, day: str, grain: Grain) -> str:
        """Return the SQL of the first day of the stretch of time in which a day lies."""
        dialect = self.asking.dialect
        if grain == "week":
            back = f"(({dialect.weekday.format(day)} + {6 - self.first_weekday}) % 7)"
            return dialect.week.format(day, back)
        return day if grain in ("", "day") else dialect.trunc.format(day, grain)

    def numbered(self, day: str, grain: Grain) -> tuple[str, str]:
        """Return the SQL by which a store groups stretches of time soonest, and what makes their first day of it (`{0}`)."""
        return self.asking.dialect.grouped(grain, day) or (self.grained(day, grain), "{0}")

    @property
    def first_weekday(self) -> int:
        return first_weekday(self.asking.ctx.country)

    def split(self, path: tuple[str, ...], grain: Grain = "") -> tuple[Split, str]:
        """Return a dimension understood, and its SQL. Raises ReportError."""
        dimension = Dimension(path=path, grain=grain)
        reads.asked(self.object_type, (path,), by=self.by, at=self.at)
        made = split_of(
            Report(object_key=self.key), dimension, self.object_type, OPEN, by=self.by, place="rows.0"
        )
        return made, sql_of(made, self.source)

    def table(self, columns: str) -> str:
        """Return the SQL of the records, with some columns."""
        return f"SELECT {columns} FROM {self.source.sql} WHERE {both(self.limits)}"

    def ask(self, sql: str) -> Answer:
        """Return the store's answer. Raises StoreError."""
        return self.store.ask(sql, self.asking.parameters, seconds=SECONDS)

    def begin(self, sql: str) -> Callable[[], Answer]:
        """Return what gives the store's answer when it is wanted; a store that can has begun by then. Both raise StoreError."""
        return begun(self.store, sql, self.asking.parameters, seconds=SECONDS)
