"""When what the store has was last changed: so that who shows figures asks again only for newer ones."""

from __future__ import annotations

import datetime as dt

from odnos.engine.outbox.models import Event


def last(*, as_of: dt.datetime) -> dt.datetime | None:
    """Return the moment of the newest change that a store of that moment has; None where nothing was written yet."""
    return Event.objects.filter(at__lte=as_of).order_by("-pk").values_list("at", flat=True).first()
