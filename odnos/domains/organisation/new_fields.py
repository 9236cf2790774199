"""A field that is added together with who sees and edits it: nobody reads it for a moment who is not to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from odnos.domains.organisation import field_right_actions
from odnos.domains.organisation.field_right_actions import Right
from odnos.engine.access.actor import Actor
from odnos.engine.custom import actions
from odnos.engine.records.at_once import change_set
from odnos.engine.records.row import Row
from odnos.engine.tables import definitions


def add(
    values: Mapping[str, Any],
    options: Sequence[Mapping[str, Any]] = (),
    rights: Mapping[str, Right] | None = None,
    *,
    by: Actor,
    at: dt.datetime,
) -> Row:
    """Add a field that people of the roles in `rights` see and edit as is said there; one undo takes all of it back. Raises Invalid."""
    label = _("Field “%(name)s” added") % {"name": values.get("name", "")}
    try:
        with change_set(actions.KIND, label, by=by, at=at) as one:
            row = actions.make(values, options, by=by, at=at, within=one)
            definitions.reread()  # a right is about a field that is there
            wanted = {(row["object"], row["code"], role): right for role, right in (rights or {}).items()}
            field_right_actions.say(wanted, by=by, at=at, within=one)
            return row
    finally:
        definitions.reread()
