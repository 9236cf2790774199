"""What to offer to someone with some products in the basket: «bought X: offer Y, confidence 71 %, 34 cases»."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext

from odnos.analytics.findings import runs
from odnos.analytics.findings.baskets import rule_of
from odnos.analytics.findings.models import FindingRun
from odnos.analytics.findings.terms import basket_terms
from odnos.analytics.models.baskets import offers as models
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.records import read
from odnos.objects.registry import registry

State = FindingRun.State
PUBLISH = "view.publish"
MOST = 3


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A product to offer, and why: who bought `because` bought it too, in `cases` baskets, with this confidence and lift."""

    product: int
    title: str
    because: tuple[tuple[int, str], ...]
    confidence: float
    lift: float
    cases: int


def publish(run: FindingRun, *, by: Actor, at: dt.datetime) -> None:
    """Let the rules of a run be those that everybody's offers follow, instead of another run's. Raises Denied."""
    check(run, by=by)
    with transaction.atomic():
        FindingRun.objects.filter(kind="baskets", kept_at__isnull=False).exclude(pk=run.pk).update(
            kept_at=None
        )
        FindingRun.objects.filter(pk=run.pk).update(kept_at=at)


def check(run: FindingRun, *, by: Actor) -> None:
    """Raise Denied for who may not publish a run: it takes the right to open things to everybody, and sight of every purchase."""
    needed = runs.needed("baskets", basket_terms(run.terms))
    if not rights.allows(by, PUBLISH) or any(
        rights.may(by, "see", registry.get(key)) != "all" for key in needed
    ):
        raise Denied(
            gettext("Only who sees every purchase, and may open things to everyone, decides what is offered.")
        )
    if run.kind != "baskets" or run.state != State.DONE or runs.is_outdated(run, by=by):
        raise Denied(gettext("There are no rules to offer by. Work them out again."))


def may_publish(run: FindingRun, *, by: Actor) -> bool:
    try:
        check(run, by=by)
    except Denied:
        return False
    return True


def suggestions(products: Iterable[int], *, by: Actor, most: int = MOST) -> list[Suggestion]:
    """Return what goes with some products and is not among them, the surest first: of those that `by` may see."""
    has = frozenset(products)
    run = FindingRun.objects.filter(kind="baskets", kept_at__isnull=False).order_by("-pk").first()
    if run is None or not has:
        return []
    rules = [rule_of(data, run.outcome["baskets"]) for data in run.outcome["strong"]]
    found = models.offers(rules, has, most=most * 4)
    ids = {item for one in found for item in (one.item, *one.rule.left)}
    seen = {
        number: row.title
        for number, row in read.get_many(registry.get("product"), ids, by=by, columns=()).items()
    }
    return [
        Suggestion(
            product=one.item,
            title=seen[one.item],
            because=tuple((item, seen[item]) for item in one.rule.left if item in seen),
            confidence=one.rule.confidence,
            lift=one.rule.lift,
            cases=one.rule.count,
        )
        for one in found
        if one.item in seen
    ][:most]
