"""The roles that come with Odnos, as an installation begins with them."""

from __future__ import annotations

from collections.abc import Mapping

from odnos.engine.access.models import Role
from odnos.objects.access import Scope

ALL_OBJECTS = "*"
DEEDS = ("see", "create", "edit", "delete", "export", "import")
ABILITIES = ("view.publish", "team.access")
"""What is done to no record: keeping a view for everybody; seeing who of one's people can sign in."""

RIGHTS: Mapping[str, Mapping[str, Scope]] = {
    Role.ADMINISTRATOR: {**dict.fromkeys(DEEDS, "all"), **dict.fromkeys(ABILITIES, "all")},
    Role.MANAGER: {
        "see": "all",
        "create": "all",
        "edit": "team",
        "delete": "team",
        "export": "all",
        "import": "all",
        "view.publish": "all",
        "team.access": "all",
    },
    Role.REPRESENTATIVE: {
        "see": "team",
        "create": "own",
        "edit": "team",
        "delete": "own",
        "export": "team",
        "import": "own",
    },
    Role.ANALYST: {
        "see": "all",
        "create": "none",
        "edit": "none",
        "delete": "none",
        "export": "all",
        "import": "none",
    },
}
"""Over all objects. `create` and `import` say for whom: oneself, one's team, anybody."""
NAMES: Mapping[str, tuple[str, str, str]] = {
    Role.ADMINISTRATOR: ("Administrator", "Администратор", "Skrbnik"),
    Role.MANAGER: ("Manager", "Руководитель", "Vodja"),
    Role.REPRESENTATIVE: ("Representative", "Продавец", "Prodajalec"),
    Role.ANALYST: ("Analyst", "Аналитик", "Analitik"),
}
"""In English, Russian and Slovene."""
