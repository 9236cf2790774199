"""What the analytical store counts of records of any object besides the records."""

from django.utils.translation import gettext_lazy as _

from odnos.engine.records.models import OwnerChange
from odnos.engine.views.models import SegmentMember
from odnos.objects import facts

OWNER_CHANGE = facts.add(
    facts.Fact(
        key="owner_change",
        model=OwnerChange,
        label=_("Changes of owner"),
        about="record_id",
        columns=(
            ("id", "whole"),
            ("object_key", "text"),
            ("record_id", "whole"),
            ("from_id", "whole"),
            ("to_id", "whole"),
            ("at", "moment"),
            ("by_id", "whole"),
        ),
    )
)
SEGMENT_MEMBER = facts.add(
    facts.Fact(
        key="segment_member",
        model=SegmentMember,
        label=_("Records of segments"),
        about="record_id",
        columns=(
            ("id", "whole"),
            ("segment_id", "whole"),
            ("object_key", "text"),
            ("record_id", "whole"),
        ),
    )
)
