"""A model that the data do not carry says so, and why, instead of giving numbers."""

from __future__ import annotations

import enum
from collections.abc import Mapping


class Reason(enum.StrEnum):
    """Why there are no numbers. What stands in the facts of the refusal is said behind each."""

    FEW_CUSTOMERS = "few_customers"  # there, needed
    FEW_REPEATS = "few_repeats"  # there, needed: customers who bought again
    VALUE_FOLLOWS_COUNT = "value_follows_count"  # correlation, most
    NOT_CONVERGED = "not_converged"  # slope: of the log-likelihood per customer
    AT_BOUND = "at_bound"  # value: of the parameter in units of the model
    NO_MEAN = "no_mean"  # q: of Gamma-Gamma, the mean is finite above 1
    FEW_PERIODS = "few_periods"  # there, needed
    TOO_MANY_SETS = "too_many_sets"  # most
    ALL_ALIKE = "all_alike"  # there: different values


class Refused(Exception):
    """The data do not carry the model."""

    def __init__(self, reason: Reason, **facts: float) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.facts: Mapping[str, float] = facts


def demand(there: float, needed: float, reason: Reason) -> None:
    """Raise Refused if less is there than is needed."""
    if there < needed:
        raise Refused(reason, there=there, needed=needed)
