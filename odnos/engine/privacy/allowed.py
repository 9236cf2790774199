"""Who may take a person's data away, or take them out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied


def check(by: Actor) -> None:
    """Raise Denied unless `by` may export and erase persons."""
    if not by.is_administrator or by.narrow or by.seen_by:
        raise Denied(_("Only an administrator may export or erase everything about a person."))
