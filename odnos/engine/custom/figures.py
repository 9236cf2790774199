"""Figures: fields that an analysis fills. Nobody writes them; everybody who may see them reads, filters and sorts by them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.engine.custom.formulas import TYPES
from odnos.engine.custom.labels import label_of
from odnos.engine.records.draft import Draft
from odnos.objects.fields import Field

KIND = "figure"
RESULTS = {"class": "text", "group": "text", "alive": "number", "expected": "number", "worth": "money"}
"""What can be known of a customer, and as which kind of value."""
PLACES = 1
FIXED = _("This stays as it was made. Add another field instead.")


def made(definition: Mapping[str, Any]) -> Field:
    """Return the field of a figure."""
    settings: dict[str, Any] = {}
    if definition["result"] == "number":
        settings = {"places": PLACES, "unit": definition["unit"]}
    return TYPES[definition["result"]](
        definition["code"],
        label_of(definition),
        key=f"f{definition['id']}",
        help=definition["help"],
        readonly=True,
        audited=False,
        **settings,
    )


def field_figure(draft: Draft) -> None:
    """A figure says which one it is, and stays that."""
    if draft["kind"] != KIND:
        return
    if not draft.is_new and draft.changed("measured"):
        draft.fail("measured", FIXED)
    elif draft["measured"] not in RESULTS:
        draft.fail("measured", _("Choose one of those that are offered."))
    else:
        draft.set("result", RESULTS[draft["measured"]])
