"""Contacts, declared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from odnos.domains.people import rules
from odnos.domains.people.models import Contact
from odnos.domains.people.objects import choices
from odnos.objects import fields as f
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

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
            f.Text("name", pgettext_lazy("person", "Name"), required=True, searchable=True),
            f.Text("first_name", _("First name"), max_length=100, sortable=False),
            f.Text("last_name", _("Last name"), max_length=100),
            f.Text("job_title", _("Job title"), searchable=True),
            f.Link("company", _("Company"), to="company"),
            f.Links(
                "companies",
                _("Other companies"),
                to="company",
                roles=choices.COMPANY_ROLES,
                reverse_label=_("Also work here"),
            ),
            f.Email("email", _("E-mail"), searchable=True),
            f.Emails("other_emails", _("Other e-mails"), searchable=True),
            f.Phone("phone", _("Phone"), searchable=True),
            f.Phones("other_phones", _("Other phones"), searchable=True),
            f.Choice("source", _("Source"), choices=choices.SOURCES, open=True, sortable=False),
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
                    object="deal",
                    through="contacts",
                    title=_("Deals"),
                    columns=("name", "stage", "amount"),
                    told=True,
                ),
                Related(
                    object="order",
                    through="contact",
                    title=_("Orders"),
                    columns=("number", "placed_at", "total"),
                    told=True,
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
        open=("first_name", "last_name"),
    )
)
