"""Filter conditions in words, as the engine says them."""

from odnos.engine.filters.words import (
    ME,
    MY_TEAM,
    OF_DAYS,
    OPERATORS,
    PERIODS,
    operator,
    operators,
    period,
)

__all__ = ["ME", "MY_TEAM", "OF_DAYS", "OPERATORS", "PERIODS", "operator", "operators", "period"]
