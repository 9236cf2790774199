"""What a configuration takes along of selling: the pipelines with their stages and the gates before them."""

from odnos.domains.deals.stages import missing_kinds
from odnos.objects.configurable import Configurable, add

add(Configurable(object="pipeline", key=("name",), whole=missing_kinds, place=30))
add(Configurable(object="stage", key=("name",), inside=("pipeline", "stages"), place=31))
add(
    Configurable(
        object="stage_gate",
        key=(),
        inside=("stage", "gates"),
        filters={"condition": "=deal"},
        quiet=True,
        place=45,
    )
)
