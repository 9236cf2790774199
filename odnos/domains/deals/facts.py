"""What the analytical store counts of deals besides the deals."""

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.models import StageChange
from odnos.objects import facts

STAGE_CHANGE = facts.add(
    facts.Fact(
        key="stage_change",
        model=StageChange,
        label=_("Steps through stages"),
        object_key="deal",
        about="deal_id",
        columns=(
            ("id", "whole"),
            ("deal_id", "whole"),
            ("from_stage_id", "whole"),
            ("to_stage_id", "whole"),
            ("at", "moment"),
            ("by_id", "whole"),
            ("seconds", "whole"),
            ("is_told", "flag"),
        ),
    )
)
