"""Pipelines, stages, deals and their lines, declared."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals import rules
from odnos.domains.deals.models import Deal, DealLine, Pipeline, Stage
from odnos.objects import fields as f
from odnos.objects.access import Everyone, ParentDecides
from odnos.objects.layout import Layout, Panel, Related
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

KINDS = (("open", _("Open")), ("won", _("Won")), ("lost", _("Lost")))
TONES = {"open": "info", "won": "good", "lost": "bad"}
CONTACT_ROLES = (
    ("decision_maker", _("Decision maker")),
    ("influencer", _("Influencer")),
    ("user", _("User")),
    ("champion", _("Champion")),
    ("blocker", _("Blocker")),
    ("accountant", _("Accountant")),
)
LOST_REASONS = (
    ("price", _("Price")),
    ("competitor", _("Chose a competitor")),
    ("no_budget", _("No budget")),
    ("no_need", _("No need any more")),
    ("no_answer", _("Stopped answering")),
    ("timing", _("Bad timing")),
    ("quality", _("Product does not fit")),
)

PIPELINE = registry.add(
    ObjectType(
        key="pipeline",
        plural_key="pipelines",
        model=Pipeline,
        label=_("Pipeline"),
        plural=_("Pipelines"),
        icon="workflow",
        fields=(
            f.Text("name", _("Name"), required=True, unique=True, searchable=True, max_length=100),
            f.Number("position", _("Position"), required=True, default=0),
        ),
        layout=Layout(panels=(Panel(title=_("Pipeline"), fields=("name", "position")),), quick=("name",)),
        views=(View(key="all", label=_("All pipelines"), columns=("name", "position"), sort="position"),),
        access=Everyone(),
        held=(rules.pipeline_in_use,),
    )
)

STAGE = registry.add(
    ObjectType(
        key="stage",
        plural_key="stages",
        model=Stage,
        label=_("Stage"),
        plural=_("Stages"),
        icon="flag",
        fields=(
            f.Text("name", _("Name"), required=True, max_length=100),
            f.Link("pipeline", _("Pipeline"), to="pipeline", required=True),
            f.Choice("kind", _("Kind"), choices=KINDS, tones=TONES, required=True, default="open"),
            f.Number("probability", _("Probability"), unit="%", least=0, most=100, required=True, default=0),
            f.Number("position", _("Position"), required=True, default=0),
            f.Number("rots_after_days", _("Rots after days"), least=1, most=3650),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Stage"),
                    fields=("name", "pipeline", "kind", "probability", "rots_after_days", "position"),
                ),
            ),
            quick=("name", "pipeline", "kind", "probability"),
        ),
        views=(
            View(
                key="all",
                label=_("All stages"),
                columns=("name", "pipeline", "kind", "probability", "rots_after_days", "position"),
                sort="position",
            ),
        ),
        access=Everyone(),
        rules=(rules.stage_probability, rules.stage_kind),
        held=(rules.stage_in_use,),
    )
)

DEAL = registry.add(
    ObjectType(
        key="deal",
        plural_key="deals",
        model=Deal,
        label=_("Deal"),
        plural=_("Deals"),
        icon="handshake",
        in_menu=True,
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
            f.Date("closes_on", _("Expected close")),
            f.Date("closed_on", _("Closed on")),
            f.Choice("lost_reason", _("Lost reason"), choices=LOST_REASONS, open=True, sortable=False),
            f.Moment("stage_since", _("In stage since"), readonly=True),
            f.Rank("position", _("Place on the board")),
            f.Tags("competitors", _("Competitors")),
            f.Choice("source", _("Source"), open=True, sortable=False),
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
        needs=("stage",),
    )
)

DEAL_LINE = registry.add(
    ObjectType(
        key="deal_line",
        plural_key="deal-lines",
        model=DealLine,
        label=_("Product line"),
        plural=_("Product lines"),
        icon="list",
        fields=(
            f.Text("name", _("Name"), readonly=True),
            f.Link("deal", _("Deal"), to="deal", required=True, parent=True),
            f.Link("product", _("Product"), to="product", required=True),
            f.Number("quantity", _("Quantity"), places=4, least=0, required=True, default=1, sortable=False),
            f.Money("unit_price", _("Unit price"), sortable=False),
            f.Number(
                "discount",
                _("Discount"),
                unit="%",
                places=2,
                least=0,
                most=100,
                required=True,
                default=0,
                sortable=False,
            ),
            f.Money("total", _("Total"), readonly=True, sortable=False),
            f.Number("position", _("Position"), required=True, default=0),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Product line"),
                    fields=("deal", "product", "quantity", "unit_price", "discount", "total"),
                ),
            ),
            quick=("product", "quantity", "unit_price", "discount"),
        ),
        views=(
            View(
                key="all",
                label=_("All product lines"),
                columns=("deal", "product", "quantity", "unit_price", "discount", "total"),
                sort="-created_at",
            ),
        ),
        access=ParentDecides(parent="deal"),
        rules=(rules.line_total,),
        needs=("product",),
    )
)
