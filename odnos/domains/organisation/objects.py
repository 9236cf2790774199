"""Teams and users as objects: listed, imported and audited like everything else."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from odnos.domains.organisation import rules
from odnos.engine.access.models import Role, Team, User
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

ROLES = (
    (Role.ADMINISTRATOR.value, _("Administrator")),
    (Role.MANAGER.value, _("Manager")),
    (Role.REPRESENTATIVE.value, _("Representative")),
    (Role.ANALYST.value, _("Analyst")),
)
LOCALES = (("en", "English"), ("ru", "Русский"), ("sl", "Slovenščina"))

TEAM = registry.add(
    ObjectType(
        key="team",
        plural_key="teams",
        model=Team,
        label=_("Team"),
        plural=_("Teams"),
        icon="users",
        fields=(
            f.Text("name", _("Name"), required=True, unique=True, searchable=True, max_length=100),
            f.Link("parent", _("Part of"), to="team"),
        ),
        layout=Layout(
            panels=(Panel(title=_("Team"), fields=("name", "parent")),),
            quick=("name",),
            related=(
                Related(object="user", through="team", title=_("Members"), columns=("name", "email", "role")),
            ),
        ),
        views=(View(key="all", label=_("All teams"), columns=("name", "created_at"), sort="name"),),
        access=Everyone(),
        held=(rules.team_in_use,),
        rules=(rules.team_parent,),
    )
)

USER = registry.add(
    ObjectType(
        key="user",
        plural_key="users",
        model=User,
        label=_("User"),
        plural=_("Users"),
        icon="user",
        fields=(
            f.Text("name", pgettext_lazy("person", "Name"), required=True, searchable=True),
            f.Email("email", _("E-mail"), unique=True, searchable=True),
            f.Choice("role", _("Role"), choices=ROLES, required=True, default=Role.REPRESENTATIVE.value),
            f.Link("team", _("Team"), to="team"),
            f.Link("manager", _("Manager"), to="user"),
            f.Text("job_title", _("Job title"), max_length=100),
            f.Phone("phone", _("Phone")),
            f.Choice("locale", _("Language"), choices=LOCALES, default="en"),
            f.Text("timezone", _("Time zone"), max_length=60, default="Europe/Ljubljana"),
            f.Boolean("is_active", _("Active"), default=True),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Person"), fields=("name", "email", "job_title", "phone")),
                Panel(title=_("Work"), fields=("role", "team", "manager", "is_active")),
                Panel(title=_("Settings"), fields=("locale", "timezone")),
            ),
            quick=("name", "email", "role", "team"),
        ),
        views=(
            View(
                key="all",
                label=_("All users"),
                columns=("name", "email", "role", "team", "manager", "is_active"),
                sort="name",
            ),
        ),
        access=Everyone(),
        held=(rules.last_administrator,),
        rules=(rules.user_time_zone, rules.user_last_administrator, rules.user_team),
        events=("created", "updated", "deleted", "moved"),
    )
)
