"""Territories and the rules that place records in them, as records."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation import territory_rules as rules
from odnos.domains.organisation.role_objects import NAMES
from odnos.engine.access.models import Territory, TerritoryRule
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

TERRITORY = registry.add(
    ObjectType(
        key="territory",
        plural_key="territories",
        model=Territory,
        label=_("Territory"),
        plural=_("Territories"),
        icon="globe",
        fields=(
            *NAMES,
            f.Text("code", _("Name for programs"), max_length=40, sortable=False),
            f.Rank("position", _("Place"), readonly=False),
            f.Links("people", _("People"), to="user", reverse_label=_("Territories")),
            f.Links("teams", _("Teams"), to="team", reverse_label=_("Territories")),
        ),
        layout=Layout(
            panels=(Panel(title=_("Territory"), fields=("name", "people", "teams")),), quick=("name",)
        ),
        views=(
            View(
                key="all",
                label=_("All territories"),
                columns=("name", "people", "teams", "updated_at"),
                sort="position",
            ),
        ),
        access=Everyone(),
        rules=(rules.territory_code,),
    )
)

TERRITORY_RULE = registry.add(
    ObjectType(
        key="territory_rule",
        plural_key="territory-rules",
        model=TerritoryRule,
        label=_("Territory rule"),
        plural=_("Territory rules"),
        icon="filter",
        title="object",
        fields=(
            f.Link("territory", _("Territory"), to="territory", required=True, sortable=False),
            f.Text("object", _("Kind of record"), required=True, max_length=40, sortable=False),
            f.LongText("filter", _("Which records"), required=True, max_length=4000),
        ),
        layout=Layout(
            panels=(Panel(title=_("Territory rule"), fields=("territory", "object", "filter")),),
            quick=("territory", "object", "filter"),
        ),
        views=(
            View(
                key="all",
                label=_("All rules"),
                columns=("object", "territory", "filter"),
                sort="-updated_at",
            ),
        ),
        access=Everyone(),
        rules=(rules.rule_place, rules.rule_filter),
    )
)
