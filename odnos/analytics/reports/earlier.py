"""The days that others are compared with: like with like, so that of what is not over only the part that was is compared.

Three rules say which days those are.

- A day that has begun counts as a whole one: on the 10th a month has come as far as its 10th day, on its last day it is whole.
- The days before begin where the period before begins, and come as far: in months to the same day of the month, or to its
  last one where it is shorter; in weeks and other days by their number.
- Days that are written before they come (when something is due, or expected to close) are all there: their whole period is
  meant. Of a date that an administrator added this is taken for such where a record has a day ahead of today.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from odnos.analytics.reports.spans import DAY, Span, add_months, closed, nothing_before

How = Literal["before", "year_before"]


@dataclass(frozen=True)
class Compared:
    """Days `now` and those that they are compared with, `then`. Where they are `cut`, not all of their period counts."""

    now: Span
    then: Span
    is_cut: bool = False


def compared(span: Span, how: How, *, until: dt.date) -> Compared:
    """Return which days of a span are compared with which, where those from `until` on have not come. Raises ReportError."""
    start, end = closed(span)
    whole = year_before(span) if how == "year_before" else before(span)
    if not start < until < end:
        return Compared(span, whole)
    first, last = closed(whole)
    months = 12 if how == "year_before" else months_of(span)
    came = end_before(until, months) if months else first + (until - start)
    return Compared(Span(start, until), Span(first, min(came, last)), is_cut=True)


def before(span: Span) -> Span:
    """Return the same length of time before a span: whole months where it is whole months, else as many days. Raises ReportError."""
    start, end = closed(span)
    if months := months_of(span):
        return Span(months_before(start, months), start)
    try:
        return Span(start - (end - start), start)
    except OverflowError:
        raise nothing_before() from None


def year_before(span: Span) -> Span:
    """Return the same days of the year before. Raises ReportError."""
    start, end = closed(span)
    return Span(months_before(start, 12), end_before(end, 12))


def months_of(span: Span) -> int:
    """Return how many whole months a span is; 0 if it is none."""
    start, end = closed(span)
    return (end.year - start.year) * 12 + end.month - start.month if start.day == end.day == 1 else 0


def end_before(end: dt.date, months: int) -> dt.date:
    """Return the end of days so many months before: that of whole months is one, else the day before it is the same of its month."""
    return months_before(end, months) if end.day == 1 else months_before(end - DAY, months) + DAY


def months_before(day: dt.date, months: int) -> dt.date:
    try:
        return add_months(day, -months)
    except ValueError:
        raise nothing_before() from None
