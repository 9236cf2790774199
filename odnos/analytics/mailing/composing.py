"""The letter of one subscription at one time, counted and written for the person who gets it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from odnos.analytics.export import about, files, grid, paper
from odnos.analytics.export.files import Format
from odnos.analytics.mailing import unsubscribing, writing
from odnos.analytics.mailing.counting import Counted
from odnos.analytics.reports.result import Result
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.records.row import Row
from odnos.lib.letters import Letter, Piece

CID = "chart"
FORMATS: tuple[Format, ...] = ("xlsx", "csv", "pdf")


def letter(
    row: Row, counted: Counted, *, to: User, by: Actor, at: dt.datetime, key: str, news: str = ""
) -> Letter:
    """Return the letter; `news` is what an alert has to say before all else. Without an answer it says why, and no figures."""
    out = unsubscribing.address(row.id)
    headers = {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = news or counted.title
    if counted.result is None:
        page = writing.refused(counted.title, counted.refusal, out=out, locale=by.locale)
        text = f"{counted.title}\n\n{counted.refusal}\n\n{_('No longer send me this')}: {out}\n"
        return Letter(
            key=key, to=to.email, name=to.name, subject=subject, text=text, html=page, headers=headers
        )
    pieces, missing = attached(row, counted.result, title=counted.title, by=by, at=at)
    said, table = about.of(counted.result, title=counted.title, by=by, at=at), grid.of(counted.result)
    picture = Piece("chart.png", "image/png", png(counted.result, counted.title, by=by, at=at), cid=CID)
    extra = tuple(words for words in (missing, subscribed(row)) if words)
    href = writing.address(row["report"])
    return Letter(
        key=key,
        to=to.email,
        name=to.name,
        subject=subject,
        text=writing.plain(said, table, href=href, out=out, news=news, extra=extra),
        html=writing.page(said, table, href=href, out=out, news=news, extra=extra, cid=CID),
        pieces=(picture, *pieces),
        headers=headers,
    )


def subscribed(row: Row) -> str:
    """Return who subscribed the reader, if it was somebody else."""
    if row["created_by"] in (None, row["owner"]):
        return ""
    user = User.objects.filter(pk=row["created_by"], deleted_at__isnull=True).first()
    return _("%(person)s has this report sent to you.") % {"person": user.name} if user else ""


def png(result: Result, title: str, *, by: Actor, at: dt.datetime) -> bytes:
    return paper.png(files.chart_of(result, title=title), about.of(result, title=title, by=by, at=at))


def attached(row: Row, result: Result, *, title: str, by: Actor, at: dt.datetime) -> tuple[list[Piece], str]:
    """Return the files that go with it, and the words for those that this person may not take away."""
    wanted = [name for name in FORMATS if row[f"with_{name}"]]
    try:
        made = [
            files.export(
                result, format=name, title=title, by=by, at=at, within="see", report_id=row["report"]
            )
            for name in wanted
        ]
    except Denied:
        return [], _("No file is attached: you may not export these records.")
    return [Piece(file.name, file.type, file.body) for file in made], ""
