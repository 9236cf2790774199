"""What a configuration takes along of the organisation: roles with their rights, territories with their rules. Nobody's name."""

from odnos.objects.configurable import Configurable, add

add(Configurable(object="role", key=("code",), place=35))
add(Configurable(object="role_right", key=("object", "deed"), inside=("role", "rights"), place=36))
add(Configurable(object="territory", key=("code",), place=70))
add(
    Configurable(
        object="territory_rule",
        key=("object", "filter"),
        inside=("territory", "rules"),
        filters={"filter": "object"},
        place=71,
    )
)
