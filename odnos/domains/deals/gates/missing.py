"""What a deal still needs to enter a stage: asked before it moves, by the pages and by the write path alike."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from odnos.domains.deals.gates.current import Gate
from odnos.domains.deals.gates.models import Approval, StageTick
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.access.tripwire import Mark
from odnos.engine.filters.tree import EVERYTHING, FilterError
from odnos.engine.records import holds, said
from odnos.engine.records.holds import Subject
from odnos.objects.registry import registry


@dataclass(kw_only=True)
class Missing:
    """What is missing: fields that are empty, a condition that does not hold, items not ticked, and how the approval stands."""

    fields: tuple[str, ...] = ()
    condition: str = ""
    items: tuple[str, ...] = ()
    approval: str = ""

    def __bool__(self) -> bool:
        return bool(self.fields or self.condition or self.items or self.approval)


def missing(
    gate: Gate, subjects: Sequence[Subject], *, by: Actor, changed: Sequence[frozenset[str]] = ()
) -> list[Missing]:
    """Return of each deal, as it is to be, what it needs for a gate. An approval is void if `changed` touches what it was about."""
    ids = [subject.id for subject in subjects if subject.id is not None]
    done, asked = ticked(gate, ids), approvals(gate, ids)
    held = conditions(gate, subjects, by=by)
    found = []
    for place, subject in enumerate(subjects):
        number = subject.id or 0
        is_void = bool(changed) and bool(gate.void_on & changed[place])
        found.append(
            Missing(
                fields=empty(gate, subject),
                condition="" if held[place] else wanted(gate, subject, by=by),
                items=tuple(item for item in gate.checklist if item not in done[number]),
                approval=standing("" if is_void else asked.get(number, "")) if gate.needs_approval else "",
            )
        )
    return found


def empty(gate: Gate, subject: Subject) -> tuple[str, ...]:
    by_name = registry.get("deal").by_name
    known = [by_name[name] for name in gate.needed if name in by_name]
    return tuple(item.name for item in known if item.is_empty(subject.value(item.name)))


def standing(status: str) -> str:
    """Return what is still needed of an approval: "" for nothing, else `needed`, `asked` or `refused`."""
    if status == Approval.Status.APPROVED:
        return ""
    return status if status in (Approval.Status.ASKED, Approval.Status.REFUSED) else "needed"


def conditions(gate: Gate, subjects: Sequence[Subject], *, by: Actor) -> list[bool]:
    """Return of which deals the gate's filter holds. It says the same to everybody; one whose field is gone asks for nothing."""
    if gate.when == EVERYTHING:
        return [True] * len(subjects)
    steward = dataclasses.replace(by, role="system", narrow=None)
    try:
        return holds.holding(registry.get("deal"), gate.when, subjects, by=steward)
    except FilterError:
        return [True] * len(subjects)


def wanted(gate: Gate, subject: Subject, *, by: Actor) -> str:
    return gate.message or said.of(registry.get("deal"), gate.when, by=by, ctx=subject.ctx)


def ticked(gate: Gate, deals: Sequence[int]) -> Mapping[int, set[str]]:
    """Return the items of a gate that are done, by deal."""
    found: dict[int, set[str]] = defaultdict(set)
    if gate.checklist and deals:
        everywhere = StageTick._base_manager.filter(Mark(StageTick._meta.db_table), deleted_at__isnull=True)
        rows = everywhere.filter(stage_id=gate.stage, deal_id__in=deals).values_list("deal_id", "name")
        for deal, name in rows:
            found[deal].add(name)
    return found


def approvals(gate: Gate, deals: Sequence[int]) -> Mapping[int, str]:
    """Return how the last approval of each deal for a gate stands."""
    if not gate.needs_approval or not deals:
        return {}
    everywhere = Approval._base_manager.filter(Mark(Approval._meta.db_table), deleted_at__isnull=True)
    rows = everywhere.filter(stage_id=gate.stage, deal_id__in=deals).order_by("pk")
    return dict(rows.values_list("deal_id", "status"))


def in_words(found: Missing, *, by: Actor) -> str:
    """Return what is missing as a list: «Amount, Contract signed, approval»."""
    known = safe(registry.get("deal"), by=by).by_name
    labels = [str(known[name].label) for name in found.fields if name in known]
    hidden = [_("a field that you may not see")] if len(labels) < len(found.fields) else []
    rest = [part for part in (found.condition, *found.items) if part]
    return ", ".join([*labels, *hidden, *rest, *([_("approval")] if found.approval else [])])
