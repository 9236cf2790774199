"""Asking the store for a page: the answer, or in words why there is none."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from django.http import HttpRequest
from django.utils.translation import gettext as _

from odnos.analytics import store
from odnos.analytics.reports import answering, fitting
from odnos.analytics.reports.definition import Report
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.reports.result import Result
from odnos.analytics.store.answer import Cancelled, StoreError, TookTooLong, Unavailable
from odnos.analytics.store.waiting import Busy
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import FilterError
from odnos.objects.labels import Label
from odnos.objects.registry import UnknownField, UnknownObject
from odnos.web.pages.reports import looks


@dataclass(frozen=True, kw_only=True)
class Failed:
    """Why there is no answer: what happened, what to do, and whether trying again may help; `soon`: the page tries by itself."""

    title: Label
    text: Label = ""
    again: bool = False
    soon: bool = False


def answer(
    report: Report, request: HttpRequest, *, ticket: str = "", ask: Callable[..., Result] | None = None
) -> Result | Failed:
    """Return the answer to a report for whoever asks, as `ask` gives it."""
    visit = request.visit  # type: ignore[attr-defined]
    known = ticket if is_own(ticket, visit.by) else ""
    fit = fitting.fitted(report, by=visit.by).report or report  # what is left of none is told by the refusal
    try:
        put = ask or partial(answering.run, ticket=known)
        return put(fit, by=visit.by, at=visit.at, store=store.store())
    except (ReportError, FilterError, UnknownField, UnknownObject, Denied) as error:
        return Failed(title=_("This cannot be asked so"), text=str(getattr(error, "message", "") or error))
    except Cancelled:
        return Failed(title=_("Cancelled"), text=_("The question was taken back."), again=True)
    except TookTooLong:
        return Failed(
            title=_("This takes too long"),
            text=_("Filter it, take a shorter period or a coarser grain, and it is there sooner."),
            again=True,
        )
    except Unavailable as error:
        return Failed(
            title=_("Your other reports are still being counted")
            if isinstance(error, Busy)
            else _("The figures are being prepared"),
            text=str(error)
            or _("The analytical store is not running or is being filled. Try again in a moment."),
            again=True,
            soon=True,
        )
    except StoreError as error:
        return Failed(title=_("The store gave no answer"), text=str(error), again=True)


def drawable(report: Report) -> Report:
    """Return the report with a picture that fits it."""
    return replace(report, chart=looks.fitting(report))


def new_ticket(by: Actor) -> str:
    """Return a ticket by which this person alone can cancel a question."""
    return f"{by.user_id}.{secrets.token_hex(8)}"


def is_own(ticket: str, by: Actor) -> bool:
    return ticket.startswith(f"{by.user_id}.") and len(ticket) <= 40


def cancel(ticket: str, by: Actor) -> None:
    """Take a question back, if it is the actor's own."""
    if is_own(ticket, by):
        with suppress(StoreError):  # a store that is away asks nothing
            store.store().cancel(ticket)
