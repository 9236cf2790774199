"""What everybody may change of themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation.objects import USER
from odnos.engine.access.actor import Actor, system_actor
from odnos.engine.access.rights import Denied
from odnos.engine.records import write
from odnos.engine.records.row import Row

OWN = frozenset(("name", "phone", "job_title", "locale", "timezone"))


def change(values: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> Row:
    """Change one's own name, phone, title, language or time zone. Raises Denied, Invalid."""
    if by.user_id is None or by.narrow or not OWN.issuperset(values):
        raise Denied(_("This is changed by an administrator."))
    oneself = replace(
        system_actor("a person changes their own profile"), user_id=by.user_id, source=by.source
    )
    oneself = replace(oneself, locale=by.locale, timezone=by.timezone)
    return write.update(USER, by.user_id, values, version=None, by=oneself, at=at)
