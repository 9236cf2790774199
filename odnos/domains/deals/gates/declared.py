"""Gates, ticks and approvals, declared."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.gates import rules
from odnos.domains.deals.gates.models import Approval, StageGate, StageTick
from odnos.objects import fields as f
from odnos.objects.access import Everyone, ParentDecides
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

STATUSES = (
    ("asked", _("Asked for")),
    ("approved", _("Approved")),
    ("refused", _("Refused")),
    ("withdrawn", _("Withdrawn")),
    ("void", _("Void")),
)
TONES = {"asked": "warn", "approved": "good", "refused": "bad"}

STAGE_GATE = registry.add(
    ObjectType(
        key="stage_gate",
        plural_key="stage-gates",
        model=StageGate,
        label=_("Stage gate"),
        plural=_("Stage gates"),
        icon="lock",
        fields=(
            f.Text("name", _("Name"), readonly=True, max_length=120, sortable=False),
            f.Link("stage", _("Stage"), to="stage", required=True, unique=True),
            f.MultiChoice("needed", _("Fields that must be filled in"), open=True),
            f.LongText("condition", _("What must hold"), max_length=4000),
            f.Text("message", _("What is said"), max_length=300, sortable=False),
            f.MultiChoice("checklist", _("Checklist"), open=True),
            f.Boolean("needs_approval", _("Needs an approval")),
            f.Link("approver", _("Approved by"), to="user"),
            f.Text("approver_role", _("Approved by the role"), max_length=40, sortable=False),
            f.MultiChoice("void_on", _("Void when these change"), open=True),
            f.Boolean("is_open_to_imports", _("Imports may pass")),
            f.Boolean("is_both_ways", _("Also on the way back")),
        ),
        layout=Layout(
            panels=(
                Panel(
                    title=_("Stage gate"),
                    fields=("stage", "needed", "condition", "checklist", "needs_approval"),
                ),
            ),
            quick=("stage", "needed"),
        ),
        views=(
            View(
                key="all",
                label=_("All gates"),
                columns=("name", "needed", "needs_approval"),
                sort="-created_at",
            ),
        ),
        access=Everyone(),
        rules=(rules.gate_stage, rules.gate_fields, rules.gate_condition, rules.gate_approver),
        needs=("stage",),
    )
)

STAGE_TICK = registry.add(
    ObjectType(
        key="stage_tick",
        plural_key="stage-ticks",
        model=StageTick,
        label=_("Ticked item"),
        plural=_("Ticked items"),
        icon="check",
        fields=(
            f.Text("name", _("Item"), required=True, sortable=False),
            f.Link("deal", _("Deal"), to="deal", required=True, parent=True),
            f.Link("stage", _("Stage"), to="stage", required=True),
        ),
        layout=Layout(
            panels=(Panel(title=_("Ticked item"), fields=("name", "deal", "stage")),),
            quick=("name", "deal", "stage"),
        ),
        views=(
            View(
                key="all", label=_("All ticked items"), columns=("name", "deal", "stage"), sort="-created_at"
            ),
        ),
        access=ParentDecides(parent="deal"),
        rules=(rules.tick_item,),
    )
)

APPROVAL = registry.add(
    ObjectType(
        key="approval",
        plural_key="approvals",
        model=Approval,
        label=_("Approval"),
        plural=_("Approvals"),
        icon="shield",
        subtitle=("status", "asked_by"),
        fields=(
            f.Text("name", _("Name"), readonly=True, sortable=False),
            f.Link("deal", _("Deal"), to="deal", required=True, parent=True),
            f.Link("stage", _("Stage"), to="stage", required=True),
            f.LongText("comment", _("Why"), max_length=4000),
            f.Choice("status", _("Status"), choices=STATUSES, tones=TONES, readonly=True, default="asked", sortable=False),
            f.Link("asked_by", _("Asked for by"), to="user", readonly=True),
            f.Link("approver", _("Approved by"), to="user", readonly=True),
            f.Text("approver_role", _("Approved by the role"), readonly=True, max_length=40, sortable=False),
            f.LongText("answer", _("Answer"), readonly=True, max_length=4000),
            f.Link("decided_by", _("Answered by"), to="user", readonly=True),
            f.Moment("decided_at", _("Answered at"), readonly=True, sortable=False),
        ),
        layout=Layout(
            panels=(
                Panel(title=_("Approval"), fields=("deal", "stage", "comment", "asked_by", "approver", "approver_role")),
                Panel(title=_("Answer"), fields=("status", "answer", "decided_by", "decided_at")),
            ),
            quick=("deal", "stage", "comment"),
        ),
        views=(
            View(
                key="asked",
                label=_("Waiting for an answer"),
                columns=("name", "stage", "comment", "asked_by", "created_at"),
                filter="status.is:asked",
                sort="created_at",
            ),
            View(
                key="mine",
                label=_("Asked for by me"),
                columns=("name", "stage", "status", "answer", "decided_by", "created_at"),
                filter="asked_by.is:me",
                sort="-created_at",
            ),
            View(
                key="all",
                label=_("All approvals"),
                columns=("name", "stage", "status", "asked_by", "decided_by", "created_at"),
                sort="-created_at",
            ),
        ),
        access=ParentDecides(parent="deal", also=("approver",)),
        rules=(rules.approval_asked, rules.approval_answered),
        needs=("deal", "stage"),
    )
)  # fmt: skip
