"""What clusters of customers are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from odnos.analytics.models.rfm.clusters import Name
from odnos.objects.labels import Label

NAMES: dict[str, Label] = {
    Name.BEST: gettext_lazy("Best customers"),
    Name.KEEN: gettext_lazy("Keen on small things"),
    Name.NEW_LARGE: gettext_lazy("Recent and large"),
    Name.NEW_SMALL: gettext_lazy("Recent, still small"),
    Name.FADING: gettext_lazy("Good ones who stay away"),
    Name.FADING_SMALL: gettext_lazy("Frequent, but not lately"),
    Name.GONE_LARGE: gettext_lazy("Large, long ago"),
    Name.GONE_SMALL: gettext_lazy("Small, long ago"),
}


def group_name(name: str, rank: int) -> str:
    """Return the name of a cluster; of several with one name, with its number."""
    label = str(NAMES.get(name, name))
    return f"{label} {rank}" if rank else label
