"""Alerts: a figure has crossed its threshold, or is back, or neither."""

from __future__ import annotations

from decimal import Decimal

from odnos.analytics.mailing.models import Delivery


def is_crossed(condition: str, figure: Decimal | None, threshold: Decimal, before: Decimal | None) -> bool:
    """Tell whether a figure is where somebody wants to know of it. What has no figure, or nothing to compare with, is not."""
    if figure is None:
        return False
    if condition == "above":
        return figure > threshold
    if condition == "below":
        return figure < threshold
    return before is not None and bool(before) and abs(figure - before) * 100 > threshold * abs(before)


def last(subscription_id: int, *, before: Delivery) -> Delivery | None:
    """Return the look before this one."""
    looked = Delivery.objects.filter(subscription_id=subscription_id, is_crossed__isnull=False)
    return looked.exclude(pk=before.pk).order_by("-pk").first()


def well(subscription_id: int) -> Decimal | None:
    """Return the figure of the last look at which all was well: what changes are measured by."""
    found = Delivery.objects.filter(subscription_id=subscription_id, is_crossed=False, figure__isnull=False)
    return found.order_by("-pk").values_list("figure", flat=True).first()
