"""Figures of customers as fields of their records: seen, filtered, sorted and exported like any other, by whoever may see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext, gettext_lazy

from odnos.analytics.findings import runs
from odnos.analytics.findings.asked import SOURCES
from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.analytics.findings.names import group_name
from odnos.analytics.findings.terms import customer_terms
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.access.tripwire import Mark
from odnos.engine.custom import actions
from odnos.engine.custom.figures import KIND
from odnos.engine.custom.labels import LANGUAGES
from odnos.engine.custom.models import CustomField
from odnos.engine.custom.objects import CUSTOM_FIELD
from odnos.engine.outbox import jobs
from odnos.engine.outbox.running import Run
from odnos.engine.records import figures
from odnos.engine.tables import definitions
from odnos.lib.money import Money
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

State = FindingRun.State
JOB = "findings.keep"
BATCH = 1000
FIELDS: Mapping[str, tuple[str, Label, str]] = {
    "class": ("rfm_class", gettext_lazy("RFM class"), ""),
    "group": ("customer_group", gettext_lazy("Customer group"), ""),
    "alive": ("still_customer", gettext_lazy("Still a customer"), "%"),
    "expected": ("purchases_expected", gettext_lazy("Purchases expected"), ""),
    "worth": ("value_expected", gettext_lazy("Value expected"), ""),
}
"""Name for programs, name for people, and unit of the field of each figure."""


def keep(run: FindingRun, *, by: Actor, at: dt.datetime) -> None:
    """Make the figures of a run fields of its customers; those of another run before it go. The worker puts them in place.

    Only who may add fields, and sees every customer and every purchase: figures of a part would pass for those of all. Raises Denied.
    """
    check(run, by=by)
    key = customer_of(run)
    with transaction.atomic():
        there = set(rows_of(key).values_list("measured", flat=True))
        for figure in FIELDS.keys() - there:
            actions.make({**described(figure), "object": key}, by=by, at=at)
        others = FindingRun.objects.filter(kind="customers", kept_at__isnull=False).exclude(pk=run.pk)
        others.filter(pk__in=[one.pk for one in others if customer_of(one) == key]).update(kept_at=None)
        FindingRun.objects.filter(pk=run.pk).update(kept_at=at)
        jobs.enqueue(JOB, {"run_id": run.pk}, at=at)


def check(run: FindingRun, *, by: Actor) -> None:
    """Raise Denied for who may not keep a run."""
    rights.check(by, "create", CUSTOM_FIELD)
    needed = runs.needed("customers", customer_terms(run.terms))
    if any(rights.may(by, "see", registry.get(key)) != "all" for key in needed):
        raise Denied(
            gettext("Only who sees every customer and every purchase can make these figures fields.")
        )
    if run.kind != "customers" or run.state != State.DONE or runs.is_outdated(run, by=by):
        raise Denied(gettext("There are no figures to keep. Work it out again."))


def may_keep(run: FindingRun, *, by: Actor) -> bool:
    try:
        check(run, by=by)
    except Denied:
        return False
    return True


def customer_of(run: FindingRun) -> str:
    """Return the object whose records the customers of a run are."""
    return str(run.terms.get("customer") or "contact")


def source_of(run: FindingRun) -> str:
    """Return the object whose records the purchases of a run are."""
    return SOURCES[customer_terms(run.terms).source].object_key


def described(figure: str) -> dict[str, Any]:
    """Return the definition of a figure's field, with its name in every language."""
    code, label, unit = FIELDS[figure]
    names = {"name": str(label)}
    for language in LANGUAGES:
        with translation.override(language):
            names[f"name_{language}"] = str(label)
    return {**names, "code": code, "kind": KIND, "measured": figure, "unit": unit, "is_fast": True}


def rows_of(key: str) -> Any:
    """Return the definitions of an object's figures."""
    everywhere = CustomField._base_manager.filter(deleted_at__isnull=True)
    return everywhere.filter(object=key, kind=KIND)


def fields_of(object_type: ObjectType) -> dict[str, Field]:
    """Return the field of each figure that an object has."""
    known = object_type.by_name
    rows = rows_of(object_type.key).values_list("measured", "code")
    return {figure: known[code] for figure, code in rows if code in known}


@jobs.job(JOB, long=True)
def put(run: Run, *, run_id: int) -> None:
    """Put the figures of a run into the records, some at a time; who is not in it has none any more."""
    definitions.refresh()
    found = FindingRun.objects.filter(pk=run_id, kept_at__isnull=False).first()
    if found is None:
        return
    object_type = registry.get(customer_of(found))
    fields = fields_of(object_type)
    everywhere = object_type.model._base_manager.filter(Mark(object_type)).order_by("pk")
    last = 0
    while ids := list(everywhere.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        with run.step():
            figures.put(object_type, ids, list(fields.values()), values_of(found, fields, ids))
        last = ids[-1]


def values_of(run: FindingRun, fields: Mapping[str, Field], ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return the values of the fields for the records of a run."""
    groups = [group_name(one["name"], one["rank"]) for one in run.outcome["clusters"].get("groups", ())]
    currency = run.outcome["currency"]
    rows = FoundCustomer.objects.filter(run=run, customer_id__in=ids)
    return {
        row.customer_id: {
            field.name: value
            for figure, field in fields.items()
            for value in [value_of(row, figure, groups, currency)]
        }
        for row in rows
    }


def value_of(row: FoundCustomer, figure: str, groups: Sequence[str], currency: str) -> Any:
    """Return a figure as its field takes it; None for what is not known."""
    if figure == "class":
        return f"{row.r}{row.f}{row.m}"
    if figure == "group":
        return groups[row.cluster] if row.cluster is not None else None
    number = {"alive": row.alive, "expected": row.expected, "worth": row.worth}[figure]
    if number is None:
        return None
    if figure == "worth":
        return Money(Decimal(str(round(number, 2))), currency)
    return Decimal(str(round(number * (100 if figure == "alive" else 1), 1)))
