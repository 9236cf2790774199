"""Companies, contacts and leads, declared."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.people import rules
from odnos.domains.people.models import Company, Contact, Lead
from odnos.objects import fields as f
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

INDUSTRIES = (
    ("agriculture", _("Agriculture")),
    ("construction", _("Construction")),
    ("education", _("Education")),
    ("employment", _("Employment")),
    ("energy", _("Energy")),
    ("entertainment", _("Entertainment")),
    ("finance", _("Finance")),
    ("government", _("Government")),
    ("manufacturing", _("Manufacturing")),
    ("marketing", _("Marketing")),
    ("medical", _("Medical")),
    ("real_estate", _("Real estate")),
    ("retail", _("Retail")),
    ("services", _("Services")),
    ("software", _("Software")),
    ("technology", _("Technology")),
    ("telecommunications", _("Telecommunications")),
    ("transport", _("Transport")),
)
SIZES = (("1-9", "1–9"), ("10-49", "10–49"), ("50-249", "50–249"), ("250-999", "250–999"), ("1000+", "1000+"))
SOURCES = (
    ("website", _("Website")),
    ("recommendation", _("Recommendation")),
    ("advertising", _("Advertising")),
    ("event", _("Event")),
    ("call", _("Call")),
    ("partner", _("Partner")),
    ("import", _("Import")),
)
STATUSES = (
    ("new", _("New")),
    ("working", _("Working")),
    ("mql", _("Marketing qualified")),
    ("sql", _("Sales qualified")),
    ("converted", _("Converted")),
    ("disqualified", _("Disqualified")),
)
STATUS_TONES = {
    "new": "info",
    "working": "info",
    "mql": "accent",
    "sql": "accent",
    "converted": "good",
    "disqualified": "muted",
}
COMPANY_ROLES = (
    ("employee", _("Employee")),
    ("director", _("Director")),
    ("owner", _("Owner")),
    ("adviser", _("Adviser")),
)

COMPANY = registry.add(
    ObjectType(
        key="company",
        plural_key="companies",
        model=Company,
        label=_("Company"),
        plural=_("Companies"),
        icon="building-2",
        in_menu=True,
        subtitle=("industry", "address"),
        fields=(
            f.Text("name", _("Name"), required=True, searchable=True),
            f.Choice("industry", _("Industry"), choices=INDUSTRIES, open=True),
            f.Text(
                "domain", _("Domain"), searchable=True, help=_("The part of e-mail addresses behind the @.")
            ),
            f.Url("website", _("Website"), sortable=False),
            f.Email("email", _("E-mail"), searchable=True),
            f.Emails("other_emails", _("Other e-mails"), searchable=True),
            f.Phone("phone", _("Phone"), searchable=True, sortable=False),
            f.Phones("other_phones", _("Other phones"), searchable=True),
            f.Choice("size", _("Size"), choices=SIZES, sortable=False),
            f.Number("employees", _("Employees"), least=0),
            f.Money("annual_revenue", _("Annual revenue")),
            f.Number("founded", _("Founded"), least=1000, most=2100, grouped=False, sortable=False),
            f.Text("tax_id", _("Tax id"), searchable=True, max_length=40, sortable=False),
            f.Address("address", _("Address")),
            f.Link("parent", _("Parent company"), to="company"),
            f.Tags("tags", _("Tags"), searchable=True),
            f.LongText("description", _("Description")),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Company"),
                    fields=("name", "industry", "website", "domain", "phone", "email", "address"),
                ),
                Panel(
                    title=_("Figures"), fields=("annual_revenue", "employees", "size", "founded", "tax_id")
                ),
                Panel(
                    title=_("More"),
                    fields=(
                        "parent",
                        "other_phones",
                        "other_emails",
                        "tags",
                        "description",
                        "owner",
                        "external_id",
                    ),
                ),
            ),
            related=(
                Related(
                    object="contact",
                    through="company",
                    title=_("Contacts"),
                    columns=("name", "job_title", "phone"),
                ),
                Related(
                    object="deal", through="company", title=_("Deals"), columns=("name", "stage", "amount")
                ),
                Related(
                    object="company", through="parent", title=_("Subsidiaries"), columns=("name", "industry")
                ),
            ),
            card=("industry", "owner"),
            quick=("name", "industry", "website", "phone", "email"),
        ),
        views=(
            View(
                key="all",
                label=_("All companies"),
                columns=("name", "industry", "address", "annual_revenue", "employees", "owner", "updated_at"),
            ),
            View(
                key="mine",
                label=_("My companies"),
                columns=("name", "industry", "address", "annual_revenue", "updated_at"),
                filter="owner.is:me",
            ),
        ),
        duplicates=("name", "domain", "email", "phone", "tax_id"),
        events=("created", "updated", "deleted"),
        rules=(rules.company_domain,),
    )
)

CONTACT = registry.add(
    ObjectType(
        key="contact",
        plural_key="contacts",
        model=Contact,
        label=_("Contact"),
        plural=_("Contacts"),
        icon="contact",
        in_menu=True,
        subtitle=("job_title", "company"),
        fields=(
            f.Text("name", _("Name"), required=True, searchable=True),
            f.Text("first_name", _("First name"), max_length=100, sortable=False),
            f.Text("last_name", _("Last name"), max_length=100),
            f.Text("job_title", _("Job title"), searchable=True),
            f.Link("company", _("Company"), to="company"),
            f.Links(
                "companies",
                _("Other companies"),
                to="company",
                roles=COMPANY_ROLES,
                reverse_label=_("Also work here"),
            ),
            f.Email("email", _("E-mail"), searchable=True),
            f.Emails("other_emails", _("Other e-mails"), searchable=True),
            f.Phone("phone", _("Phone"), searchable=True),
            f.Phones("other_phones", _("Other phones"), searchable=True),
            f.Choice("source", _("Source"), choices=SOURCES, open=True, sortable=False),
            f.Date("birthday", _("Birthday"), sortable=False),
            f.Address("address", _("Address")),
            f.Tags("tags", _("Tags"), searchable=True),
            f.LongText("description", _("Description")),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Contact"), fields=("name", "job_title", "company", "email", "phone")),
                Panel(
                    title=_("More"),
                    fields=(
                        "first_name",
                        "last_name",
                        "companies",
                        "other_emails",
                        "other_phones",
                        "address",
                        "birthday",
                        "source",
                        "tags",
                        "description",
                        "owner",
                        "external_id",
                    ),
                ),
            ),
            related=(
                Related(
                    object="deal", through="contacts", title=_("Deals"), columns=("name", "stage", "amount")
                ),
            ),
            card=("company", "owner"),
            quick=("name", "company", "email", "phone", "job_title"),
        ),
        views=(
            View(
                key="all",
                label=_("All contacts"),
                columns=("name", "company", "job_title", "email", "phone", "owner", "updated_at"),
            ),
            View(
                key="mine",
                label=_("My contacts"),
                columns=("name", "company", "job_title", "email", "phone", "updated_at"),
                filter="owner.is:me",
            ),
        ),
        duplicates=("email", "phone", "name"),
        events=("created", "updated", "deleted"),
        rules=(rules.contact_name,),
    )
)

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
            f.Text("name", _("Name"), required=True, searchable=True),
            f.Text("company_name", _("Company"), searchable=True),
            f.Text("job_title", _("Job title"), sortable=False),
            f.Email("email", _("E-mail"), searchable=True),
            f.Phone("phone", _("Phone"), searchable=True, sortable=False),
            f.Choice(
                "status", _("Status"), choices=STATUSES, tones=STATUS_TONES, required=True, default="new"
            ),
            f.Choice("source", _("Source"), choices=SOURCES, open=True, sortable=False),
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
    )
)
