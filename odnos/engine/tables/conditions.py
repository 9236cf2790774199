"""Putting conditions together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

from django.db.models import Q

NOTHING = Q(pk__in=())
EVERYTHING = ~NOTHING
"""What an empty condition means where it stands beside others: Django takes an empty Q for none at all."""


def any_of(conditions: Iterable[Q]) -> Q:
    """Return the condition that at least one of `conditions` holds; of none, nothing does."""
    return reduce(or_, conditions, Q()) or NOTHING


def all_of(conditions: Iterable[Q]) -> Q:
    """Return the condition that every one of `conditions` holds; of none, everything does."""
    return reduce(and_, conditions, Q())
