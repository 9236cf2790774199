"""The API, from its own description."""

from __future__ import annotations

from typing import Any

from odnos.api.openapi import operations, others
from odnos.api.openapi.document import ABOUT
from odnos.api.openapi.parts import REFUSALS
from odnos.config.reference.markdown import cell, table
from odnos.objects.registry import registry


def page() -> str:
    first = next(item for item in registry if item.key == "company")
    paths = operations.of_object(first)
    base = f"/{first.plural_key}"
    return "\n\n".join(
        [
            "# API",
            ABOUT,
            "Below `/api/v1`; described for machines by `/api/v1/openapi.json`. Make a token with "
            "`odnos token create --user EMAIL` and send it as `Authorization: Bearer odn_…`.",
            "```sh\n"
            'curl -H "Authorization: Bearer $TOKEN" \\\n'
            "  'http://localhost:8000/api/v1/deals?filter=status.is:open&sort=-amount&fields=name,amount&expand=titles'\n"
            "```",
            "## Every object",
            table(
                ("address", "", "parameters"),
                rows({path.replace(base, "/<plural>"): paths[path] for path in paths}),
            ),
            f"Objects: {', '.join(f'`{item.plural_key}`' for item in registry)}; their fields: [objects](objects.md).",
            'A list answers `{"data": […], "next": cursor or null, "count": {"number", "capped"}}`. A record\'s ETag is its '
            "version. A change sends it back, as `If-Match` or as `version` in the body; if somebody was faster, the answer "
            "is 409 with the record as it is (`current`) and the fields they changed (`changed`).",
            "A write with an `Idempotency-Key` that comes again with the same request gets the same answer and writes nothing.",
            "## More",
            table(("address", "", "parameters"), rows(others.paths())),
            "## Refusals",
            'Problem details (RFC 9457), as `application/problem+json`. `errors` is a list of `{"field", "reason"}`.',
            table(("status", "meaning"), REFUSALS.items()),
        ]
    )


def rows(paths: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    for path, item in paths.items():
        for method, operation in item.items():
            if method == "parameters":
                continue
            names = [f"`{parameter['name']}`" for parameter in operation.get("parameters", ())]
            found.append((f"`{method.upper()} {path}`", cell(words(operation)), " ".join(names)))
    return found


def words(operation: dict[str, Any]) -> str:
    answer = next(iter(operation["responses"].values()))
    return str(answer["description"])
