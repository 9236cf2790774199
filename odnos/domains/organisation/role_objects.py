"""Roles and what they allow, as records: with a trail, undo, import, export and the API like everything else."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.organisation import role_rules as rules
from odnos.engine.access.models import RoleDefinition, RoleRight
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

SCOPES = (
    ("none", _("None")),
    ("own", _("Own")),
    ("team", _("Team")),
    ("subtree", _("Team and everybody below")),
    ("territory", _("Territory")),
    ("all", _("All")),
)
NAMES = (
    f.Text("name", _("Name"), required=True, unique=True, max_length=100),
    f.Text("name_en", _("Name in English"), max_length=100, sortable=False),
    f.Text("name_ru", _("Name in Russian"), max_length=100, sortable=False),
    f.Text("name_sl", _("Name in Slovene"), max_length=100, sortable=False),
)

ROLE = registry.add(
    ObjectType(
        key="role",
        plural_key="roles",
        model=RoleDefinition,
        label=_("Role"),
        plural=_("Roles"),
        icon="shield",
        fields=(
            *NAMES,
            f.Text("code", _("Name for programs"), max_length=20, sortable=False),
            f.Text("description", _("Description"), max_length=300, sortable=False),
            f.Link("parent", _("Does what it does not say like"), to="role"),
            f.Rank("position", _("Place"), readonly=False),
        ),
        layout=Layout(
            panels=(Panel(title=_("Role"), fields=("name", "description", "parent")),),
            quick=("name", "parent"),
        ),
        views=(View(key="all", label=_("All roles"), columns=("name", "code", "parent"), sort="position"),),
        access=Everyone(),
        held=(rules.role_in_use,),
        rules=(rules.role_code, rules.role_parent),
    )
)

ROLE_RIGHT = registry.add(
    ObjectType(
        key="role_right",
        plural_key="role-rights",
        model=RoleRight,
        label=_("Right"),
        plural=_("Rights"),
        icon="lock",
        title="deed",
        fields=(
            f.Link("role", _("Role"), to="role", required=True, sortable=False),
            f.Text("object", _("Kind of record"), required=True, max_length=40, sortable=False),
            f.Text("deed", _("What is done"), required=True, max_length=80, sortable=False),
            f.Choice("scope", _("How far"), choices=SCOPES, required=True, default="none", sortable=False),
            f.Boolean("forbid", _("Forbidden"), sortable=False),
        ),
        layout=Layout(
            panels=(Panel(title=_("Right"), fields=("role", "object", "deed", "scope", "forbid")),),
            quick=("role", "object", "deed", "scope", "forbid"),
        ),
        views=(
            View(
                key="all",
                label=_("All rights"),
                columns=("deed", "role", "object", "scope", "forbid"),
                sort="-updated_at",
            ),
        ),
        access=Everyone(),
        rules=(rules.right_of_role, rules.right_place),
        held=(rules.right_of_administrator,),
    )
)
