"""Deals, declared."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals import rules, telling
from odnos.domains.deals.models import Deal
from odnos.domains.deals.objects.words import CONTACT_ROLES, KINDS, LOST_REASONS, TONES
from odnos.domains.people.objects.choices import SOURCES
from odnos.objects import fields as f
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

DEAL = registry.add(
    ObjectType(
        key="deal",
        plural_key="deals",
        model=Deal,
        label=_("Deal"),
        plural=_("Deals"),
        icon="handshake",
        in_menu=True,
        counted_on="closed_on",
        subtitle=("company", "amount"),
        fields=(
            f.Text("name", _("Name"), required=True, searchable=True),
            f.Link("company", _("Company"), to="company"),
            f.Links("contacts", _("Contacts"), to="contact", roles=CONTACT_ROLES, reverse_label=_("Deals")),
            f.Link("pipeline", _("Pipeline"), to="pipeline", required=True),
            f.Stage("stage", _("Stage"), required=True),
            f.Choice(
                "status",
                _("Status"),
                choices=KINDS,
                tones=TONES,
                readonly=True,
                default="open",
                sortable=False,
            ),
            f.Money("amount", _("Amount")),
            f.Number("probability", _("Probability"), unit="%", least=0, most=100, sortable=False),
            f.Date("started_on", _("Started on"), sortable=False),
            f.Date("closes_on", _("Expected close"), ahead=True),
            f.Date("closed_on", _("Closed on")),
            f.Choice("lost_reason", _("Lost reason"), choices=LOST_REASONS, open=True, sortable=False),
            f.Moment("stage_since", _("In stage since"), readonly=True),
            f.Rank("position", _("Place on the board")),
            f.Tags("competitors", _("Competitors")),
            f.Choice("source", _("Source"), choices=SOURCES, open=True, sortable=False),
            f.Tags("tags", _("Tags"), searchable=True),
            f.LongText("description", _("Description")),
        ),
        layout=Layout(
            path="stage",
            panels=(
                Panel(
                    title=_("Deal"),
                    fields=("name", "company", "amount", "probability", "closes_on", "contacts", "owner"),
                ),
                Panel(title=_("Outcome"), fields=("started_on", "closed_on", "lost_reason", "competitors")),
                Panel(title=_("More"), fields=("pipeline", "source", "tags", "description", "external_id")),
            ),
            related=(
                Related(
                    object="deal_line",
                    through="deal",
                    title=_("Products"),
                    columns=("product", "quantity", "unit_price", "discount", "total"),
                ),
                Related(
                    object="contact",
                    through="deal.contacts",
                    title=_("Contacts"),
                    columns=("name", "job_title", "phone"),
                ),
                Related(
                    object="order",
                    through="deal",
                    title=_("Orders"),
                    columns=("number", "placed_at", "total"),
                ),
            ),
            card=("company", "amount", "closes_on", "owner"),
            quick=("name", "company", "amount", "closes_on", "stage"),
        ),
        views=(
            View(
                key="board",
                label=_("Board"),
                kind="board",
                group_by="stage",
                sort="position",
                columns=("name", "company", "amount", "closes_on", "owner"),
            ),
            View(
                key="open",
                label=_("Open deals"),
                columns=("name", "company", "stage", "amount", "closes_on", "owner", "updated_at"),
                filter="status.is:open",
            ),
            View(
                key="mine",
                label=_("My open deals"),
                columns=("name", "company", "stage", "amount", "closes_on", "updated_at"),
                filter="status.is:open,owner.is:me",
                sort="closes_on",
            ),
            View(
                key="won",
                label=_("Won"),
                columns=("name", "company", "amount", "closed_on", "owner"),
                filter="status.is:won",
                sort="-closed_on",
            ),
            View(
                key="all",
                label=_("All deals"),
                columns=("name", "company", "stage", "amount", "closes_on", "closed_on", "owner"),
            ),
        ),
        duplicates=("name",),
        events=("created", "updated", "deleted", "moved", "won", "lost", "reopened"),
        rules=(rules.deal_stage, rules.deal_outcome, rules.deal_place),
        consequences=(telling.keep_ways,),
        needs=("stage",),
        open=("pipeline", "status", "stage_since", "position"),
    )
)
