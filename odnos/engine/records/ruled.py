"""Conditional rules of fields, as the write path obeys them and the pages show them.

What is to be required or hidden is asked of the record as it is to be; what is to be left alone, of the record as it was.
Nothing here knows where rules come from: whoever keeps them puts them into `rulebook`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import Actor
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import FilterError, Node
from odnos.engine.records import holds, said
from odnos.engine.records.draft import Draft
from odnos.engine.records.holds import Subject
from odnos.objects.context import Context
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType

Effect = Literal["visible", "hidden", "required", "readonly"]


@dataclass(frozen=True, kw_only=True)
class FieldRule:
    """While `when` holds, the fields `targets` are as `effect` says; «visible» hides them while it does not."""

    code: str
    object: str
    effect: Effect
    targets: tuple[str, ...]
    when: Node
    message: Label = ""


@dataclass(kw_only=True)
class State:
    """How one field is to be treated now, and the sentence that says why."""

    hidden: bool = False
    required: bool = False
    readonly: bool = False
    why: Label = ""


@dataclass(kw_only=True)
class Book:
    """The rules that are on, by object, in their order; `stamp` grows whenever they change."""

    rules: Mapping[str, tuple[FieldRule, ...]] = field(default_factory=dict)
    stamp: int = 0

    def put(self, rules: Mapping[str, tuple[FieldRule, ...]]) -> None:
        """Let other rules hold from now on."""
        self.rules, self.stamp = rules, self.stamp + 1


rulebook = Book()


def rules_of(object_type: ObjectType) -> tuple[FieldRule, ...]:
    return rulebook.rules.get(object_type.key, ())


NOTES: Mapping[str, Label] = {
    "required": _("Required when %(condition)s."),
    "readonly": _("Refused when %(condition)s."),
    "visible": _("Asked for on pages only when %(condition)s."),
    "hidden": _("Not asked for on pages when %(condition)s."),
}


def notes(object_type: ObjectType, name: str) -> list[str]:
    """Return what rules say of a field, for programs; a condition on fields that are not known here is not told."""
    found = []
    for rule in rules_of(object_type):
        if name in rule.targets:
            known = all(item.path[0] in object_type.by_name for item in tree.conditions(rule.when))
            found.append(str(NOTES[rule.effect] % {"condition": text.dump(rule.when) if known else "…"}))
    return found


def subject_of(draft: Draft) -> Subject:
    """Return a draft as it is to be."""
    stamps: dict[str, Any] = {"updated_at": draft.at, "updated_by": draft.by.user_id}
    if draft.is_new:
        stamps |= {"created_at": draft.at, "created_by": draft.by.user_id}
    return Subject(
        id=draft.id, value=lambda name: stamps[name] if name in stamps else draft[name], ctx=draft.ctx
    )


def subject_before(draft: Draft) -> Subject:
    return Subject(id=draft.id, value=draft.was, ctx=draft.ctx)


def verdicts(object_type: ObjectType, node: Node, subjects: Sequence[Subject], *, by: Actor) -> list[bool]:
    """Return of which subjects a rule's condition holds. It says the same to everybody; one that means nothing any more holds never."""
    steward = dataclasses.replace(by, role="system", narrow=None)
    try:
        return holds.holding(object_type, node, subjects, by=steward)
    except FilterError:
        return [False] * len(subjects)


def refuse_fixed(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Refuse what was written into fields that are to be left alone. Before the object's own rules set what follows."""
    old = [draft for draft in drafts if not draft.is_new and draft.values]
    for rule in rules_of(object_type):
        touched = [draft for draft in old if any(draft.changed(name) for name in rule.targets)]
        if rule.effect != "readonly" or not touched or by.is_system:
            continue
        fixed = verdicts(object_type, rule.when, [subject_before(draft) for draft in touched], by=by)
        for draft, is_fixed in zip(touched, fixed, strict=True):
            for name in rule.targets:
                if is_fixed and draft.changed(name):
                    draft.fail(name, sentence(object_type, rule, by=by, ctx=draft.ctx))


def ask(object_type: ObjectType, drafts: Sequence[Draft], *, by: Actor) -> None:
    """Refuse drafts in which something that is required now is missing, and say of each what it need not be asked for."""
    rules = [rule for rule in rules_of(object_type) if rule.effect != "readonly"]
    if not rules or by.is_system:
        return
    subjects = [subject_of(draft) for draft in drafts]
    found = [(rule, verdicts(object_type, rule.when, subjects, by=by)) for rule in rules]
    for place, draft in enumerate(drafts):
        held = [(rule, every[place]) for rule, every in found]
        draft.unasked = frozenset(
            name for rule, holds_ in held if hides(rule, holds=holds_) for name in rule.targets
        )
        for rule, is_held in held:
            if rule.effect == "required" and is_held:
                require(object_type, rule, draft, by=by)


def hides(rule: FieldRule, *, holds: bool) -> bool:
    return (rule.effect == "hidden" and holds) or (rule.effect == "visible" and not holds)


def require(object_type: ObjectType, rule: FieldRule, draft: Draft, *, by: Actor) -> None:
    """Old records stay as they are until somebody changes the field or what the rule looks at."""
    looked_at = {condition.path[0] for condition in tree.conditions(rule.when)}
    for name in rule.targets:
        item = object_type.by_name.get(name)
        if item is None or name in draft.unasked or name in draft.errors or not item.is_empty(draft[name]):
            continue
        if draft.is_new or draft.changed(name) or any(draft.changed(other) for other in looked_at):
            draft.fail(name, sentence(object_type, rule, by=by, ctx=draft.ctx))


def sentence(object_type: ObjectType, rule: FieldRule, *, by: Actor, ctx: Context) -> Label:
    """Return why a field is as it is: in the administrator's words, or in those of the condition."""
    return rule.message or BECAUSE[rule.effect] % {
        "condition": said.of(object_type, rule.when, by=by, ctx=ctx)
    }


BECAUSE: Mapping[str, Label] = {
    "required": _("Required because: %(condition)s."),
    "readonly": _("Stays as it is because: %(condition)s."),
}


def states(object_type: ObjectType, *, was: Subject | None, now: Subject, by: Actor) -> dict[str, State]:
    """Return how the fields of one record that rules speak of are to be treated on its page or form."""
    found: dict[str, State] = {}
    for rule in rules_of(object_type):
        looked_at = was if rule.effect == "readonly" else now
        held = looked_at is not None and verdicts(object_type, rule.when, [looked_at], by=by)[0]
        for name in rule.targets:
            state = found.setdefault(name, State())
            if hides(rule, holds=held):
                state.hidden = True
            elif held and rule.effect in ("required", "readonly"):
                setattr(state, rule.effect, True)
                state.why = sentence(object_type, rule, by=by, ctx=now.ctx)
    return found
