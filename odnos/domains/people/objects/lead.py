"""Leads, declared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from odnos.domains.people import rules
from odnos.domains.people.models import Lead
from odnos.domains.people.objects import choices
from odnos.objects import fields as f
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

LEAD = registry.add(
    ObjectType(
        key="lead",
        plural_key="leads",
        model=Lead,
        label=_("Lead"),
        plural=_("Leads"),
        icon="sparkles",
        in_menu=True,
        subtitle=("company_name", "status"),
        fields=(
            f.Text("name", pgettext_lazy("person", "Name"), required=True, searchable=True),
            f.Text("company_name", _("Company"), searchable=True),
            f.Text("job_title", _("Job title"), sortable=False),
            f.Email("email", _("E-mail"), searchable=True),
            f.Phone("phone", _("Phone"), searchable=True, sortable=False),
            f.Choice(
                "status",
                _("Status"),
                choices=choices.STATUSES,
                tones=choices.STATUS_TONES,
                required=True,
                default="new",
            ),
            f.Choice("source", _("Source"), choices=choices.SOURCES, open=True, sortable=False),
            f.Money("value", _("Expected value")),
            f.Text("utm_source", _("UTM source"), max_length=100, sortable=False),
            f.Text("utm_medium", _("UTM medium"), max_length=100, sortable=False),
            f.Text("utm_campaign", _("UTM campaign"), sortable=False),
            f.Moment("mql_at", _("Marketing qualified at"), readonly=True, sortable=False),
            f.Moment("sql_at", _("Sales qualified at"), readonly=True, sortable=False),
            f.Moment("converted_at", _("Converted at"), readonly=True, sortable=False),
            f.Link("company", _("Converted company"), to="company", readonly=True),
            f.Link("contact", _("Converted contact"), to="contact", readonly=True),
            f.Tags("tags", _("Tags"), searchable=True),
            f.LongText("description", _("Description")),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Lead"),
                    fields=("name", "company_name", "job_title", "email", "phone", "status", "value"),
                ),
                Panel(title=_("Source"), fields=("source", "utm_source", "utm_medium", "utm_campaign")),
                Panel(
                    title=_("More"),
                    fields=(
                        "mql_at",
                        "sql_at",
                        "converted_at",
                        "company",
                        "contact",
                        "tags",
                        "description",
                        "owner",
                        "external_id",
                    ),
                ),
            ),
            card=("company_name", "value", "owner"),
            quick=("name", "company_name", "email", "phone", "source"),
        ),
        views=(
            View(
                key="open",
                label=_("Open leads"),
                columns=("name", "company_name", "status", "source", "value", "owner", "created_at"),
                filter="status.in:[new,working,mql,sql]",
                sort="-created_at",
            ),
            View(
                key="all",
                label=_("All leads"),
                columns=("name", "company_name", "status", "source", "value", "owner", "created_at"),
            ),
        ),
        duplicates=("email", "phone", "name"),
        events=("created", "updated", "deleted", "qualified", "converted"),
        rules=(rules.lead_status,),
        open=("status", "converted_at"),
    )
)
