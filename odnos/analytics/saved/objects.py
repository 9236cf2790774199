"""Reports and dashboards, declared: kept, shared, undone and offered by the API like every record."""

from django.utils.translation import gettext_lazy as _

from odnos.analytics.saved import rules
from odnos.analytics.saved.models import Dashboard, SavedReport
from odnos.objects import fields as f
from odnos.objects.access import Published
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

AUDIENCES = (("private", _("Only me")), ("team", _("My team")), ("everyone", _("Everyone")))
EDITORS = (("owner", _("Only its owner")), ("audience", _("Whoever sees it")))
WHOSE = (("mine", _("Mine")), ("team", _("Team")))
NAMES = (
    f.Text("name", _("Name"), required=True, max_length=100),
    f.Text("description", _("Description"), max_length=500, sortable=False),
)
OPENED = (
    f.Choice("audience", _("Who sees it"), choices=AUDIENCES, required=True, default="private"),
    f.Choice("editors", _("Who may change it"), choices=EDITORS, required=True, default="owner"),
)
ALL = ("name", "owner", "audience", "updated_at")

REPORT = registry.add(
    ObjectType(
        key="report",
        plural_key="reports",
        model=SavedReport,
        label=_("Report"),
        plural=_("Reports"),
        icon="chart",
        fields=(
            *NAMES,
            f.Text("object", _("Kind of record"), readonly=True, max_length=40, sortable=False),
            f.LongText("definition", _("Definition"), required=True, max_length=rules.LONGEST),
            *OPENED,
        ),
        layout=Layout(
            panels=(Panel(title=_("Report"), fields=("name", "description", "audience", "editors", "owner")),)
        ),
        views=(View(key="all", label=_("All reports"), columns=ALL, sort="name"),),
        access=Published(),
        rules=(rules.report_definition, rules.audience),
    )
)

DASHBOARD = registry.add(
    ObjectType(
        key="dashboard",
        plural_key="dashboards",
        model=Dashboard,
        label=_("Dashboard"),
        plural=_("Dashboards"),
        icon="dashboard",
        fields=(
            *NAMES,
            f.LongText("tiles", _("Tiles"), max_length=rules.LONGEST),
            f.Text("span", _("Period"), max_length=30, sortable=False),
            f.Text("about", _("Filtered kind of record"), max_length=40, sortable=False),
            f.LongText("only", _("Filter"), max_length=rules.LONGEST_FILTER),
            f.Choice("whose", _("Whose records"), choices=WHOSE, sortable=False),
            f.Text("role", _("Opens first for the role"), max_length=20, sortable=False),
            *OPENED,
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Dashboard"),
                    fields=("name", "description", "audience", "editors", "role", "owner"),
                ),
            )
        ),
        views=(View(key="all", label=_("All dashboards"), columns=ALL, sort="name"),),
        access=Published(),
        rules=(
            rules.dashboard_tiles,
            rules.dashboard_span,
            rules.dashboard_filter,
            rules.dashboard_role,
            rules.audience,
        ),
    )
)
