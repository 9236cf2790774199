"""Pipelines and their stages, declared."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals import rules
from odnos.domains.deals.models import Pipeline, Stage
from odnos.domains.deals.objects.words import KINDS, TONES
from odnos.objects import fields as f
from odnos.objects.access import Everyone
from odnos.objects.layout import Layout, Panel
from odnos.objects.registry import ObjectType, registry
from odnos.objects.view import View

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
