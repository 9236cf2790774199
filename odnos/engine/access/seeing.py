"""Looking with somebody else's eyes: an administrator sees what a person sees, and changes nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor, actor_for
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied

SESSION = "seeing"
LONGEST = dt.timedelta(hours=1)
WRITING = re.compile(
    r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|COPY|REPLACE INTO|MERGE INTO)\s+"?(\w+)', re.IGNORECASE
)
TOLD = frozenset(("audit_entry",))
"""Where the look itself is kept."""
REFUSED = _(
    "You are looking with somebody else's eyes, and nothing can be changed meanwhile. Stop looking first."
)


def eyes_of(user_id: int, *, by: Actor, at: dt.datetime) -> Actor:
    """Return the actor that a person is, for `by` to look with. Raises Denied."""
    if not by.is_administrator or by.user_id is None or by.seen_by:
        raise Denied(_("Only an administrator may look with somebody else's eyes."))
    user = User._base_manager.filter(pk=user_id, is_active=True, deleted_at__isnull=True).first()
    if user is None:
        raise Denied(_("This person cannot sign in, and so sees nothing."))
    found = actor_for(user, at=at, source=by.source, address=by.address)
    if found.is_administrator:
        raise Denied(_("Administrators see everything, as you do. There is nothing to look at."))
    return dataclasses.replace(found, seen_by=by.user_id, locale=by.locale, timezone=by.timezone)


@contextmanager
def changing_nothing() -> Iterator[None]:
    """Refuse every statement that writes, whichever way it was reached, but those that tell of the look."""
    with connection.execute_wrapper(refuse):
        yield


def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:  # noqa: FBT001 -- Django's signature
    found = WRITING.match(sql)
    if found and found[1].lower() not in TOLD:
        raise Denied(REFUSED)
    return execute(sql, params, many, context)
