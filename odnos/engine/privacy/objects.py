"""Retention rules, declared: administrators make them, so that they have a trail and an undo like every record."""

from django.utils.translation import gettext_lazy as _

from odnos.engine.privacy import rules
from odnos.engine.privacy.models import RetentionRule
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

OUTCOMES = (
    ("bin", _("Move to the bin")),
    ("anonymous", _("Make anonymous")),
    ("erase", _("Erase without a trace")),
)

RETENTION_RULE = registry.add(
    ObjectType(
        key="retention_rule",
        plural_key="retention-rules",
        model=RetentionRule,
        label=_("Retention rule"),
        plural=_("Retention rules"),
        icon="clock",
        fields=(
            f.Text("name", _("Name"), required=True, max_length=100),
            f.Text("code", _("Name for programs"), max_length=40, sortable=False),
            f.Text("object", _("Kind of record"), required=True, max_length=40, sortable=False),
            f.Text("only", _("Only those with"), max_length=500, sortable=False),
            f.Text("since", _("Counted from"), required=True, max_length=60, sortable=False),
            f.Number("days", _("Days"), required=True, least=1, most=36500, sortable=False),
            f.Choice("outcome", _("Then"), choices=OUTCOMES, required=True, default="bin", sortable=False),
            f.Boolean("is_active", _("Switched on"), sortable=False),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Retention rule"),
                    fields=("name", "object", "only", "since", "days", "outcome", "is_active"),
                ),
            ),
            quick=("name", "object", "since", "days", "outcome"),
        ),
        views=(
            View(
                key="all",
                label=_("All retention rules"),
                columns=("name", "object", "days", "outcome", "is_active"),
                sort="name",
            ),
        ),
        access=Everyone(),
        rules=(
            rules.rule_object,
            rules.rule_outcome,
            rules.rule_only,
            rules.rule_code,
        ),
    )
)
