"""Actions and rights."""

from __future__ import annotations

from odnos.config.reference.markdown import code, table
from odnos.engine.access import standard
from odnos.objects.action import Action, actions
from odnos.objects.registry import registry

DEEDS = ("see", "create", "edit", "delete", "export", "import")


def page() -> str:
    return "\n\n".join(
        [
            "# Actions and rights",
            "## Actions",
            "What can be done to a record besides editing it. By the API: "
            "`POST /api/v1/<plural>/<id>/actions/<verb>` with the inputs as JSON.",
            table(("action", "words", "right", "inputs"), [row(item) for item in every()]),
            "## Roles",
            "What the roles that come with Odnos may do with records that have an owner; administrators change them and "
            "make others. A scope is one of none, own, team, subtree (the team, its child teams, and whoever reports to the "
            "person), territory and all; each takes in those before it. "
            "A token takes away from this and never adds.",
            table(
                ("role", *DEEDS),
                [(role, *(scopes[deed] for deed in DEEDS)) for role, scopes in standard.RIGHTS.items()],
            ),
        ]
    )


def every() -> list[Action]:
    found = [action for object_type in registry for action in actions.of(object_type.key)]
    return sorted(found, key=lambda action: action.name)


def row(action: Action) -> tuple[str, str, str, str]:
    return f"`{action.name}`", str(action.label), action.right, code(field.name for field in action.inputs)
