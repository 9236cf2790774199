"""Conditional rules, declared: administrators make them, the write path and everybody's pages obey them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.actor import system_actor
from odnos.engine.custom.objects import NAMES
from odnos.engine.custom.rules import FIXED, code_of, extendable, numbered
from odnos.engine.custom.ruling.models import FieldRule
from odnos.engine.filters import text
from odnos.engine.filters.tree import EVERYTHING, FilterError
from odnos.engine.records import holds
from odnos.engine.records.draft import Draft
from odnos.engine.records.holds import Subject
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

EFFECTS = (
    ("visible", _("Shown only then")),
    ("hidden", _("Hidden")),
    ("required", _("Must be filled in")),
    ("readonly", _("Cannot be changed")),
)
MESSAGES = (
    f.Text("message", _("What is said"), max_length=300, sortable=False),
    f.Text("message_en", _("Said in English"), max_length=300, sortable=False),
    f.Text("message_ru", _("Said in Russian"), max_length=300, sortable=False),
    f.Text("message_sl", _("Said in Slovene"), max_length=300, sortable=False),
)


def rule_object(draft: Draft) -> None:
    """A rule is made for an object and stays with it."""
    if not draft.is_new and draft.changed("object"):
        draft.fail("object", FIXED)
    elif draft["object"] not in {item.key for item in extendable()}:
        draft.fail("object", _("This kind of record takes no rules."))


def rule_condition(draft: Draft) -> None:
    """A condition can be read, and means something of the object's records."""
    if draft.errors or not (draft.is_new or draft.changed("condition")):
        return
    if reason := mistake(registry.get(draft["object"]), draft["condition"] or "", draft):
        draft.fail("condition", reason)


def mistake(object_type: ObjectType, written: str, draft: Draft) -> Label:
    """Return what is wrong with a condition; "" for nothing."""
    try:
        node = text.parse(written)
        if node == EVERYTHING:
            return _("Say when this holds.")
        blank = Subject(id=None, value=lambda _name: None, ctx=draft.ctx)
        holds.holding(object_type, node, [blank], by=system_actor("a condition is checked"))
    except FilterError as error:
        return str(error)
    return ""


def rule_targets(draft: Draft) -> None:
    """A rule speaks of fields that there are, and of such as people fill in."""
    if draft.errors or not (draft.is_new or draft.changed("targets") or draft.changed("effect")):
        return
    by_name = registry.get(draft["object"]).by_name
    if not draft["targets"]:
        draft.fail("targets", _("Choose at least one field."))
    for name in draft["targets"] or ():
        if reason := unfit(by_name.get(name), draft["effect"]):
            draft.fail("targets", reason % {"field": by_name[name].label if name in by_name else name})


def unfit(item: Field | None, effect: str) -> Label:
    """Return why a field cannot be treated so; "" if it can."""
    if item is None:
        return _("There is no field “%(field)s”.")
    if effect == "required" and (item.readonly or item.kind == "boolean"):
        return _("Nobody can fill in “%(field)s”, so it cannot be required.")
    if effect in ("hidden", "visible") and item.required and not item.key:
        return _("“%(field)s” is needed in every record and cannot be hidden.")
    return ""


def rule_code(draft: Draft) -> None:
    """The name for programs follows from the name, is unique and stays."""
    if not draft.is_new:
        if draft.changed("code"):
            draft.fail("code", FIXED)
        return
    taken = set(FieldRule._base_manager.values_list("code", flat=True))
    draft.set("code", draft["code"] or numbered(code_of(draft["name"] or "rule"), taken))
    if draft["code"] in taken:
        draft.fail("code", _("Another rule has this name."))


FIELD_RULE = registry.add(
    ObjectType(
        key="field_rule",
        plural_key="field-rules",
        model=FieldRule,
        label=_("Rule"),
        plural=_("Rules"),
        icon="check",
        fields=(
            *NAMES,
            f.Text("object", _("Kind of record"), required=True, max_length=40),
            f.LongText("condition", _("When"), required=True, max_length=4000),
            f.Choice("effect", _("What happens then"), choices=EFFECTS, required=True, sortable=False),
            f.MultiChoice("targets", _("To which fields"), open=True, required=True),
            *MESSAGES,
            f.Boolean("is_on", _("On"), default=True),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Rule"), fields=("name", "object", "condition", "effect", "targets", "is_on")),
            ),
            quick=("name", "object", "condition", "effect", "targets"),
        ),
        views=(
            View(
                key="all",
                label=_("All rules"),
                columns=("name", "object", "effect", "is_on", "updated_at"),
                sort="position",
            ),
        ),
        access=Everyone(),
        rules=(rule_object, rule_condition, rule_targets, rule_code),
    )
)
