"""The gates in the write path: whatever way a deal goes into a stage, it has what the stage needs."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.gates.current import Gate, gates
from odnos.domains.deals.gates.missing import Missing, missing
from odnos.domains.deals.gates.models import Approval
from odnos.domains.deals.models import Stage
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.access.tripwire import Mark
from odnos.engine.records import gated, write
from odnos.engine.records.draft import Draft
from odnos.engine.records.ruled import subject_of
from odnos.objects.registry import registry


@gated.on("deal")
def enter(drafts: Sequence[Draft], by: Actor) -> None:
    """Refuse drafts that would enter a stage without what it needs, and void approvals whose ground has changed."""
    if not gates.by_stage:
        return
    void(drafts)
    if by.is_system:
        return
    waiting: dict[int, list[Draft]] = defaultdict(list)
    for draft in entering(drafts, by=by):
        waiting[draft["stage"]].append(draft)
    for stage, group in waiting.items():
        gate, name = gates.by_stage[stage], stage_name(group[0])
        changed = [frozenset(draft.changes()) if not draft.is_new else frozenset() for draft in group]
        for draft, found in zip(
            group, missing(gate, [subject_of(item) for item in group], by=by, changed=changed), strict=True
        ):
            refuse(draft, name, found)


def entering(drafts: Sequence[Draft], *, by: Actor) -> list[Draft]:
    """Return the drafts that go through a gate: those that come into a stage with one, unless they come back to it."""
    coming = [draft for draft in drafts if draft.changed("stage") and draft["stage"] in gates.by_stage]
    if not coming:
        return []
    places = places_of({draft.was("stage") for draft in coming} | {draft["stage"] for draft in coming})
    return [draft for draft in coming if is_stopped(gates.by_stage[draft["stage"]], draft, places, by=by)]


def is_stopped(gate: Gate, draft: Draft, places: dict[int, tuple[int, object]], *, by: Actor) -> bool:
    if gate.is_open_to_imports and by.source == "import":
        return False
    if draft.is_new or gate.is_both_ways:
        return True
    before, now = places.get(draft.was("stage")), places[draft["stage"]]
    return before is None or before[0] != now[0] or bool(before[1] < now[1])  # type: ignore[operator]


def places_of(stages: set[int]) -> dict[int, tuple[int, object]]:
    """Return pipeline and position of stages."""
    everywhere = Stage._base_manager.filter(pk__in=[item for item in stages if item])
    return {
        pk: (pipeline, place)
        for pk, pipeline, place in everywhere.values_list("pk", "pipeline_id", "position")
    }


def stage_name(draft: Draft) -> str:
    stage = draft.linked("stage")
    return stage.title if stage else ""


def refuse(draft: Draft, stage: str, found: Missing) -> None:
    """Say what is missing, each where it is to be filled in."""
    known = safe(registry.get("deal"), by=draft.by).by_name
    for name in found.fields:
        where, words = (name, _("Fill this in to enter “%(stage)s”.")) if name in known else ("stage", HIDDEN)
        draft.fail(where, words % {"stage": stage})
    if found.condition:
        draft.fail(
            "stage",
            _("To enter “%(stage)s”: %(condition)s.") % {"stage": stage, "condition": found.condition},
        )
    for item in found.items:
        draft.fail("stage", _("To enter “%(stage)s”, tick: %(item)s.") % {"stage": stage, "item": item})
    if found.approval:
        draft.fail("stage", APPROVAL[found.approval] % {"stage": stage})


HIDDEN = _("To enter “%(stage)s”, a field is needed that you may not see. Ask an administrator.")
APPROVAL = {
    "needed": _("“%(stage)s” needs an approval. Ask for it on the deal's page."),
    "asked": _("The approval for “%(stage)s” has been asked for and is not given yet."),
    "refused": _("The approval for “%(stage)s” was refused. Ask again when the reason is gone."),
}


def void(drafts: Sequence[Draft]) -> None:
    """Approvals of deals in which something changes that they were about are void, with this write."""
    about = {
        stage: gate.void_on for stage, gate in gates.by_stage.items() if gate.void_on and gate.needs_approval
    }
    touched = {
        draft.id: draft
        for draft in drafts
        if not draft.is_new and any(draft.changed(name) for names in about.values() for name in names)
    }
    if not touched:
        return
    everywhere = Approval._base_manager.filter(Mark(Approval._meta.db_table), deleted_at__isnull=True)
    standing = everywhere.filter(deal_id__in=list(touched), status__in=("asked", "approved"))
    for pk, deal, stage in standing.values_list("pk", "deal_id", "stage_id"):
        draft = touched[deal]
        if any(draft.changed(name) for name in about.get(stage, ())):
            draft.then(lambda pk=pk, draft=draft: make_void(pk, draft))  # type: ignore[misc]


def make_void(approval: int, draft: Draft) -> None:
    steward = dataclasses.replace(draft.by, role="system", narrow=None)
    write.update(
        registry.get("approval"),
        approval,
        {"status": "void"},
        version=None,
        by=steward,
        at=draft.at,
        trusted=True,
    )
