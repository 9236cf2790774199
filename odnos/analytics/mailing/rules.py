"""What must hold for reports by mail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports import spans
from odnos.analytics.reports.refusals import ReportError
from odnos.engine.records.draft import Draft


def period(draft: Draft) -> None:
    """A period is a word that Odnos knows."""
    if draft.changed("span") and draft["span"]:
        try:
            spans.span_of(draft["span"], today=draft.at.date())
        except ReportError as error:
            draft.fail("span", str(error))


def alert(draft: Draft) -> None:
    """An alert has a threshold and a figure; only an alert is looked at every hour."""
    if draft["condition"]:
        if draft["threshold"] is None:
            draft.fail("threshold", _("Say from which value on."))
        if draft["measure"] is None:
            draft.set("measure", 1)
    elif draft["rhythm"] == "hourly":
        draft.fail("rhythm", _("Only an alert is looked at every hour."))
