"""What a configuration takes along of selling: the pipelines with their stages."""

from odnos.domains.deals.stages import missing_kinds
from odnos.objects.configurable import Configurable, add

add(Configurable(object="pipeline", key=("name",), whole=missing_kinds, place=30))
add(Configurable(object="stage", key=("name",), inside=("pipeline", "stages"), place=31))
