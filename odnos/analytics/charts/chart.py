"""What a chart shows, whatever draws it."""

from __future__ import annotations

from dataclasses import dataclass

from odnos.analytics.reports.definition import ChartKind
from odnos.analytics.reports.result import Figure, Head


@dataclass(frozen=True)
class Series:
    """Figures in the order of the chart's categories; `links` lead from each to its records. One that `is_open` is of a period
    not over, or its figures at the places `open` are."""

    name: str
    figures: tuple[Figure, ...]
    head: Head
    links: tuple[str, ...] = ()
    is_dashed: bool = False
    is_open: bool = False
    open: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A picture of `series` over `categories`. `title` and `words` are read out; `note` says what is cut, immature, or as of when.

    Of a heat map and a cohort grid each series is a row. A scatter takes two series: places across and upwards.
    Categories that are `in_time` follow one another, so that they stand side by side however many they are; no line leads to those
    `apart`, which have no time. One that `is_panel` stands with others, which have the series of other units.
    At the places `rest` stand those that gather all the others; `whole` leads to the records of all, where a picture shows their sum.
    One that `is_small` takes no more room than a picture of one unit: bars show the first unit, the others are in the table.
    """

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    words: str = ""
    note: str = ""
    axis: str = ""
    target: Figure = None
    immature: tuple[int, ...] = ()
    in_time: bool = False
    is_panel: bool = False
    apart: tuple[int, ...] = ()
    rest: tuple[int, ...] = ()
    whole: str = ""
    is_small: bool = False

    @property
    def is_empty(self) -> bool:
        return not any(figure is not None for series in self.series for figure in series.figures)
