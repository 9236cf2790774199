"""What if prices were different: turnover and margin before and after, from assumptions that are told with the answer.

Demand of constant elasticity: quantity × (new price ÷ price) ^ elasticity (Varian, «Intermediate Microeconomics», chapter 15).
Money is exact to the last digit that goes in; quantities after the change are rounded to a thousandth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

THOUSANDTH = Decimal("0.001")
NOTHING = Decimal(0)
MOST = 1000
"""A quantity that grows so many times is no answer to a price."""


@dataclass(frozen=True)
class Sold:
    """What was sold in the period that is taken for the measure: quantity and turnover of a group (a product, a segment), and its cost if it is known."""

    group: str
    quantity: Decimal
    turnover: Decimal
    cost: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What changes for a group: the price by a part (0.05 is 5 % more), or by a sum for each piece; and what is assumed to follow.

    `elasticity` -1.5 has the quantity fall by about 1.5 % for each per cent; `leaving` is the part of the quantity that goes
    whatever the price, such as customers who are not offered the new tariff. `estimated` says that the elasticity is from the data.
    """

    part: Decimal = NOTHING
    sum: Decimal = NOTHING
    elasticity: Decimal = NOTHING
    leaving: Decimal = NOTHING
    estimated: bool = False


class NoOutcome(ValueError):
    """Nothing can be said of what a change would do."""


class PriceBelowNothing(NoOutcome):
    """The change would leave no price."""


class BeyondMeasure(NoOutcome):
    """The change would have more than MOST times as much sold."""


@dataclass(frozen=True)
class Effect:
    """A group before and after. Margins are None where the cost is not known; `break_even` is the part of the quantity that may be lost before the margin is smaller than it was."""

    before: Sold
    after: Sold
    change: Change
    price: Decimal
    new_price: Decimal

    @property
    def turnover(self) -> Decimal:
        return self.after.turnover - self.before.turnover

    @property
    def margin(self) -> Decimal | None:
        before, after = margin_of(self.before), margin_of(self.after)
        return None if before is None or after is None else after - before

    @property
    def break_even(self) -> Decimal | None:
        before, pieces = margin_of(self.before), self.before.quantity
        if before is None or not pieces or self.before.cost is None:
            return None
        each = self.new_price - self.before.cost / pieces
        return 1 - before / (each * pieces) if each > 0 else None


@dataclass(frozen=True)
class Outcome:
    """The effects on all groups, and their sums; the margin only over groups of which the cost is known, so many are left out."""

    effects: tuple[Effect, ...]
    turnover_before: Decimal
    turnover_after: Decimal
    margin_before: Decimal
    margin_after: Decimal
    without_cost: int


def margin_of(sold: Sold) -> Decimal | None:
    """Return turnover less cost."""
    return None if sold.cost is None else sold.turnover - sold.cost


def outcome(sold: Sequence[Sold], changes: Mapping[str, Change], *, otherwise: Change = Change()) -> Outcome:
    """Return what `changes` do to the groups they name, and `otherwise` to the rest. Raises NoOutcome."""
    effects = tuple(effect(one, changes.get(one.group, otherwise)) for one in sold)
    known = [one for one in effects if one.before.cost is not None]
    return Outcome(
        effects,
        sum((one.before.turnover for one in effects), NOTHING),
        sum((one.after.turnover for one in effects), NOTHING),
        sum((margin_of(one.before) or NOTHING for one in known), NOTHING),
        sum((margin_of(one.after) or NOTHING for one in known), NOTHING),
        len(effects) - len(known),
    )


def effect(sold: Sold, change: Change) -> Effect:
    """Return a group before and after a change; a group that sold nothing stays so. Raises NoOutcome."""
    if not sold.quantity:
        return Effect(sold, sold, change, NOTHING, NOTHING)
    price = sold.turnover / sold.quantity
    new_price = price * (1 + change.part) + change.sum
    if new_price <= 0:
        raise PriceBelowNothing(sold.group)
    answer = Decimal(float(new_price / price) ** float(change.elasticity)) if price else Decimal(1)
    if answer > MOST:
        raise BeyondMeasure(sold.group)
    quantity = (sold.quantity * (1 - change.leaving) * answer).quantize(THOUSANDTH, ROUND_HALF_EVEN)
    cost = None if sold.cost is None else sold.cost / sold.quantity * quantity
    return Effect(sold, Sold(sold.group, quantity, new_price * quantity, cost), change, price, new_price)
