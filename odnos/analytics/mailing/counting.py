"""A report counted for the person who gets it; why not, where it cannot be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from odnos.analytics import store
from odnos.analytics.reports import answering
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.result import Result
from odnos.analytics.saved import kept
from odnos.analytics.saved.objects import REPORT
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import read
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row
from odnos.objects.registry import UnknownField, UnknownObject


@dataclass(frozen=True)
class Counted:
    """The answer to a report, or the words why this person has none."""

    title: str
    result: Result | None
    refusal: str = ""


def count(row: Row, *, by: Actor, at: dt.datetime) -> Counted:
    """Return a subscription's report as `by` may see it, in the language that is active. Raises StoreError: try again later."""
    try:
        saved = read.get(REPORT, row["report"], by=by)
    except NotFound:
        return Counted(row["name"], None, _("You may no longer see this report, or it has been deleted."))
    try:
        report = narrowed(kept.parse(saved["definition"]), row["span"])
        return Counted(saved.title, answering.run(report, by=by, at=at, store=store.store()))
    except Denied:
        return Counted(saved.title, None, _("Your rights do not reach the records that this report counts."))
    except (ReportError, FilterError, UnknownField, UnknownObject, kept.Unreadable):
        return Counted(saved.title, None, _("This report cannot be counted any more. Open it and change it."))


def narrowed(report: Report, span: str) -> Report:
    """Return the report over the period that the subscription names, if it names one."""
    return replace(report, period=replace(report.period, span=span)) if span and report.period else report
