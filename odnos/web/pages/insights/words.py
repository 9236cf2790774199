"""Sentences for what models say in data."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.analytics.findings.models import FindingRun
from odnos.analytics.models.refused import Reason
from odnos.analytics.models.whatif import NoOutcome, PriceBelowNothing
from odnos.lib import money, numbers
from odnos.objects.labels import Label

State = FindingRun.State
REFUSALS: dict[str, Label] = {
    Reason.FEW_CUSTOMERS: gettext_lazy(
        "There are %(there)s with purchases, and %(needed)s are needed. Bring in orders, or win deals."
    ),
    Reason.FEW_REPEATS: gettext_lazy(
        "%(there)s customers bought more than once, and %(needed)s are needed. Fewer do not tell how customers behave."
    ),
    Reason.VALUE_FOLLOWS_COUNT: gettext_lazy(
        "Who buys more often spends another sum each time (correlation %(correlation)s, at most ±%(most)s). "
        "The model takes both for independent, so it would be wrong about value."
    ),
    Reason.NOT_CONVERGED: gettext_lazy("The search for the most likely parameters came to no end."),
    Reason.AT_BOUND: gettext_lazy(
        "The data do not tell a parameter of the model: customers all behave alike, or hardly any leaves."
    ),
    Reason.NO_MEAN: gettext_lazy(
        "A few purchases are so large that there is no mean to expect (q = %(q)s, above 1 is needed)."
    ),
    Reason.FEW_PERIODS: gettext_lazy("There are %(there)s periods, and %(needed)s are needed."),
    Reason.TOO_MANY_SETS: gettext_lazy(
        "More than %(most)s sets of products are that frequent. Ask for a higher support or smaller sets."
    ),
    Reason.ALL_ALIKE: gettext_lazy("The values differ too little to tell anything apart."),
}
STATES: dict[str, tuple[Label, str]] = {
    State.WAITING: (gettext_lazy("Waiting"), "muted"),
    State.RUNNING: (gettext_lazy("Running"), "info"),
    State.DONE: (gettext_lazy("Ready"), "good"),
    State.REFUSED: (gettext_lazy("No answer"), "warn"),
    State.CANCELLED: (gettext_lazy("Cancelled"), "info"),
    State.FAILED: (gettext_lazy("Failed"), "bad"),
}
MODELS = (("bg", "BG/NBD"), ("pareto", "Pareto/NBD"))


def refusal(reason: str, facts: Mapping[str, Any], *, locale: str) -> str:
    """Return why there are no numbers; a reason that is a sentence already stays one."""
    if reason == "fault":
        return _(
            "Something went wrong on our side; an administrator finds it among the failed jobs. Your question still stands here: ask it again."
        )
    if reason not in REFUSALS:
        return reason
    return str(REFUSALS[Reason(reason)]) % {
        name: figure(value, locale=locale) for name, value in facts.items()
    }


def refused(part: Mapping[str, Any], *, locale: str) -> str:
    """Return why a part of an outcome is not there; "" if it is."""
    return refusal(part["refused"], part.get("facts", {}), locale=locale) if "refused" in part else ""


def figure(value: float, *, locale: str, digits: int | None = None) -> str:
    """Return a number as a person reads it: with two digits behind the point if it has any."""
    if digits is None:
        digits = 0 if float(value).is_integer() else 2
    return numbers.show(value, locale=locale, digits=digits)


def percent(part: float, *, locale: str, digits: int = 0) -> str:
    return numbers.with_unit(numbers.show(part * 100, locale=locale, digits=digits), "%", locale=locale)


def amount(value: float | Decimal | str, currency: str, *, locale: str) -> str:
    """Return an amount without the fractions that an estimate has not."""
    return money.show(money.Money(Decimal(value).quantize(Decimal(1)), currency), locale=locale)


def no_outcome(why: NoOutcome) -> str:
    """Return why nothing is said of another price."""
    if isinstance(why, PriceBelowNothing):
        return _("There would be no price left.")
    return _("The quantity would grow more than a thousandfold. Assume a smaller elasticity.")


def quality(check: Mapping[str, Any], *, locale: str) -> str:
    """Return how the model would have done."""
    if not check:
        return ""
    return _(
        "Checked against the last %(weeks)s weeks, which it was not shown: it foretold %(foretold)s purchases, "
        "%(made)s were made. Per customer it was off by %(error)s; “as until then” by %(usual)s."
    ) % {
        "weeks": figure(check["weeks"], locale=locale, digits=0),
        "foretold": figure(check["foretold"], locale=locale, digits=0),
        "made": figure(check["made"], locale=locale, digits=0),
        "error": figure(check["error"], locale=locale, digits=2),
        "usual": figure(check["usual_error"], locale=locale, digits=2),
    }
