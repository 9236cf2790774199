"""What must hold for reports by mail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.analytics.reports import spans
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.saved.objects import REPORT
from odnos.engine.access import rights
from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.records import read
from odnos.engine.records.draft import Draft

OTHERS = "view.publish"
"""The right to have reports sent to others: that of opening things to everyone."""


def recipient(draft: Draft) -> None:
    """Others are subscribed by who may open things to everyone, and only to reports that they see."""
    owner = draft["owner"]
    if not (draft.is_new or draft.changed("owner")) or owner is None or owner == draft.by.user_id:
        return
    if not rights.allows(draft.by, OTHERS):
        draft.fail("owner", _("You may not have reports sent to others. Ask a manager."))
        return
    user = User.objects.filter(pk=owner, is_active=True, deleted_at__isnull=True).exclude(email="").first()
    if user is None:
        draft.fail("owner", _("There is nobody to send it to."))
    elif not read.get_many(REPORT, [draft["report"]], by=actor_for(user, at=draft.at), columns=()):
        draft.fail(
            "owner",
            _("%(person)s may not see this report. Share it with them first.") % {"person": user.name},
        )


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
