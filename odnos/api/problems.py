"""Refusals as problem details (RFC 9457): what went wrong, and at which field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError, IntegrityError, InterfaceError
from django.http import HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _

from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.saved.kept import Unreadable
from odnos.analytics.store.answer import StoreError
from odnos.api import answers
from odnos.engine.access.rights import Denied
from odnos.engine.filters.tree import FilterError
from odnos.engine.records.errors import Conflict, Errors, Invalid, NotFound
from odnos.engine.records.idempotency import KeyReused
from odnos.engine.tables import faults
from odnos.objects.registry import UnknownField, UnknownObject

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):
    """A request that is refused. `errors` name the fields; `more` are further members, `headers` go with the answer."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}
        self.more = more or {}

    def body(self) -> dict[str, Any]:
        found: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        return found | ({"errors": list(self.errors)} if self.errors else {}) | dict(self.more)

    def answer(self) -> HttpResponse:
        return answers.json(self.body(), status=self.status, headers=self.headers, media_type=MEDIA_TYPE)


def at_field(status: int, field: str, reason: str) -> Problem:
    """Return the problem of one field, or of one parameter."""
    return Problem(status, f"{field}: {reason}" if field else reason, errors=[error(field, reason)])


def error(field: str, reason: str) -> dict[str, str]:
    return {"field": field, "reason": reason}


def listed(errors: Errors) -> list[dict[str, str]]:
    """Return the engine's reasons as the members of `errors`."""
    return [error(name, str(reason)) for name, reasons in errors.items() for reason in reasons]


def invalid(refusal: Invalid) -> Problem:
    return Problem(422, _("Some values cannot be taken."), errors=listed(refusal.errors))


def conflict(refusal: Conflict) -> Problem:
    """Say what the record holds now and which fields others changed, so that the caller can merge."""
    return Problem(
        409,
        _("Somebody changed this record meanwhile."),
        more={"current": answers.record(refusal.current), "changed": sorted(refusal.fields)},
        headers={"ETag": answers.etag(refusal.current.version)},
    )


def bad_filter(refusal: FilterError) -> Problem:
    position = getattr(refusal, "position", None)
    return Problem(
        400,
        str(refusal),
        errors=[error("filter", str(refusal))],
        more={} if position is None else {"position": position},
    )


def bad_report(refusal: ReportError) -> Problem:
    return at_field(400, refusal.place, str(refusal))


def no_figures(refusal: StoreError) -> Problem:
    detail = str(refusal) or _(
        "The analytical store is not running or is being filled. Try again in a moment."
    )
    return Problem(503, detail, headers={"Retry-After": "5"})


def not_found(_refusal: Exception) -> Problem:
    return Problem(404, _("There is nothing here, or nothing that you may see."))


def unable(refusal: Exception) -> Problem | None:
    """Return the problem of a machine that cannot just now; None if `refusal` speaks of none."""
    fault = faults.fault_of(refusal)
    if fault is None:
        return None
    headers = {"Retry-After": str(fault.retry_after)}
    return Problem(503, f"{fault.title}. {fault.message}", headers=headers, more={"fault": fault.name})


WORDING: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], Problem | None]], ...] = (
    (Problem, lambda refusal: refusal),
    (Invalid, invalid),
    (Conflict, conflict),
    (FilterError, bad_filter),
    (ReportError, bad_report),
    (Unreadable, lambda refusal: Problem(400, str(refusal))),
    (StoreError, no_figures),
    (Denied, lambda refusal: Problem(403, str(refusal.message))),
    ((NotFound, UnknownObject), not_found),
    (UnknownField, lambda refusal: Problem(400, str(refusal))),
    (KeyReused, lambda _refusal: Problem(422, _("This Idempotency-Key came with another request before."))),
    ((RequestDataTooBig, TooManyFieldsSent), lambda _refusal: Problem(413, _("This is too large."))),
    (UnreadablePostError, lambda _refusal: Problem(400, _("The request ended before it was complete."))),
    (
        IntegrityError,
        lambda _refusal: Problem(409, _("This contradicts another record. Nothing was changed.")),
    ),
    ((DatabaseError, InterfaceError, OSError), unable),
)


def of(refusal: Exception) -> Problem | None:
    """Return how `refusal` is answered; None for what is no refusal but a defect."""
    return next((wording(refusal) for kinds, wording in WORDING if isinstance(refusal, kinds)), None)
