"""For whom a job works: the person who asked for it, as long as they may sign in, with the rights they have by now."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor, actor_for, person
from odnos.engine.access.rights import Denied


class Deactivated(Denied):
    """The person in whose name something was to be done can no longer sign in."""


def working_actor(user_id: int, *, at: dt.datetime | None = None, source: str = "web") -> Actor:
    """Return the actor of a job's step. Raises Deactivated when they can no longer sign in: the job waits, and ends."""
    user = person(user_id)
    if user is None:
        raise Deactivated(_("Whoever asked for this can no longer sign in."))
    return actor_for(user, at=at, source=source)
