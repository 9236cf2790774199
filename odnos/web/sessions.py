"""Sessions in the database, as Django keeps them; every request asks for one, so its statement is compiled once."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from odnos.engine.tables.prepared import Given, Prepared

GOING_ON = Prepared(
    lambda: Session.objects.filter(
        session_key=Given("key", CharField()), expire_date__gt=Given("now", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    """The sessions of Django's own store."""

    def _get_session_from_db(self) -> Any:
        found = GOING_ON.instance(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
