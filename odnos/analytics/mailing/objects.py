"""Subscriptions to reports, declared. They are private: what goes to somebody is that person's own affair, whoever subscribed them."""

from django.utils.translation import gettext_lazy as _

from odnos.analytics.mailing import rules
from odnos.analytics.mailing.models import ReportMail
from odnos.analytics.saved.objects import AUDIENCES, EDITORS
from odnos.objects import fields as f
from odnos.objects.access import Published
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

RHYTHMS = (
    ("hourly", _("Every hour")),
    ("daily", _("Every day")),
    ("weekly", _("Every Monday")),
    ("monthly", _("On the first of the month")),
    ("quarterly", _("On the first day of the quarter")),
)
CONDITIONS = (
    ("above", _("goes above")),
    ("below", _("falls below")),
    ("changed", _("changes by more than, in percent")),
)

SUBSCRIPTION = registry.add(
    ObjectType(
        key="report_subscription",
        plural_key="report-subscriptions",
        model=ReportMail,
        label=_("Report by mail"),
        plural=_("Reports by mail"),
        icon="mail",
        fields=(
            f.Text("name", _("Name"), required=True, max_length=100),
            f.Text("description", _("Description"), max_length=500, sortable=False),
            f.Link("report", _("Report"), to="report", required=True),
            f.Choice("rhythm", _("When"), choices=RHYTHMS, required=True, default="weekly", sortable=False),
            f.Number("hour", _("At what hour"), required=True, least=0, most=23, default=8, sortable=False),
            f.Text("span", _("Period"), max_length=30, sortable=False),
            f.Boolean("with_xlsx", _("XLSX attached"), sortable=False),
            f.Boolean("with_csv", _("CSV attached"), sortable=False),
            f.Boolean("with_pdf", _("PDF attached"), sortable=False),
            f.Choice("condition", _("Only when the figure"), choices=CONDITIONS, sortable=False),
            f.Number("measure", _("Which figure"), least=1, most=12, sortable=False),
            f.Number("threshold", _("Threshold"), places=4, sortable=False),
            f.Boolean("is_active", _("Switched on"), default=True, sortable=False),
            f.Choice("audience", _("Who sees it"), choices=AUDIENCES, default="private", readonly=True),
            f.Choice(
                "editors",
                _("Who may change it"),
                choices=EDITORS,
                default="owner",
                readonly=True,
                sortable=False,
            ),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Report by mail"),
                    fields=(
                        "name",
                        "report",
                        "owner",
                        "rhythm",
                        "hour",
                        "span",
                        "with_xlsx",
                        "with_csv",
                        "with_pdf",
                        "is_active",
                    ),
                ),
                Panel(title=_("Alert"), fields=("condition", "measure", "threshold")),
            )
        ),
        views=(
            View(
                key="all",
                label=_("All reports by mail"),
                columns=("name", "report", "rhythm", "owner", "is_active"),
                sort="name",
            ),
        ),
        access=Published(),
        rules=(rules.period, rules.alert, rules.recipient),
    )
)
