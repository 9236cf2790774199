"""Companies, declared."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.people import rules
from odnos.domains.people.models import Company
from odnos.domains.people.objects import choices
from odnos.objects import fields as f
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

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
            f.Choice("industry", _("Industry"), choices=choices.INDUSTRIES, open=True),
            f.Text(
                "domain", _("Domain"), searchable=True, help=_("The part of e-mail addresses behind the @.")
            ),
            f.Url("website", _("Website"), sortable=False),
            f.Email("email", _("E-mail"), searchable=True),
            f.Emails("other_emails", _("Other e-mails"), searchable=True),
            f.Phone("phone", _("Phone"), searchable=True, sortable=False),
            f.Phones("other_phones", _("Other phones"), searchable=True),
            f.Choice("size", _("Size"), choices=choices.SIZES, sortable=False),
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
                    told=True,
                ),
                Related(
                    object="deal",
                    through="company",
                    title=_("Deals"),
                    columns=("name", "stage", "amount"),
                    told=True,
                ),
                Related(
                    object="order",
                    through="company",
                    title=_("Orders"),
                    columns=("number", "placed_at", "total"),
                    told=True,
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
