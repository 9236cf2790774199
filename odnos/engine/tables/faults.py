"""Conditions of the machine, told apart: a database that is busy, full or away. Whatever met one was rolled back."""

from __future__ import annotations

import errno
from dataclasses import dataclass

from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from odnos.objects.labels import Label

FULL = {"53100", "53200"}  # SQLSTATE: disk full, out of memory
BUSY = {"55P03", "40001", "40P01", "57014"}  # lock not available, serialization, deadlock, cancelled


@dataclass(frozen=True)
class Fault:
    """A condition of the machine: what to call it, what to tell people, when to come back (seconds)."""

    name: str
    title: Label
    message: Label
    status: int = 503
    retry_after: int = 2


LOCKED = Fault(
    "busy",
    _("The database is busy"),
    _("Somebody else is writing at length. Nothing of yours was saved. Try again in a moment."),
)
DISK_FULL = Fault(
    "full",
    _("The disk is full"),
    _(
        "Reading works, but nothing can be saved until the administrator frees space on the server. Nothing of yours was saved."
    ),
    retry_after=60,
)
AWAY = Fault(
    "away",
    _("The database does not answer"),
    _(
        "It may be restarting. Nothing of yours was saved. Try again in a moment; if this stays, tell your administrator."
    ),
    retry_after=5,
)
BROKEN = Fault(
    "broken",
    _("Something went wrong here"),
    _("The mistake is ours and was written to the server's log. Nothing of yours was saved."),
    status=500,
    retry_after=0,
)


def fault_of(error: BaseException | None) -> Fault | None:
    """Return which condition of the machine `error` speaks of, or None if it is none."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DISK_FULL
    if not isinstance(error, DatabaseError | InterfaceError):
        return None
    text, state = str(error).lower(), getattr(error.__cause__, "sqlstate", None) or ""
    if state in FULL or "disk is full" in text or "no space left" in text or "disk i/o error" in text:
        return DISK_FULL
    if state in BUSY or "is locked" in text or "is busy" in text:
        return LOCKED
    return AWAY if isinstance(error, OperationalError | InterfaceError) else None
