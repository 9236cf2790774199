"""Kinds of field."""

from __future__ import annotations

import json

from odnos.config.reference.markdown import code, sentence
from odnos.objects import fields
from odnos.objects.fields import Field


def page() -> str:
    found = [getattr(fields, name) for name in fields.__all__]
    kinds = [item for item in found if isinstance(item, type) and issubclass(item, Field) and item.kind]
    return "\n\n".join(
        ["# Kinds of field", *(section(kind) for kind in sorted(kinds, key=lambda item: item.kind))]
    )


def section(kind: type[Field]) -> str:
    field = kind("x")
    operators = f"Asked with {code(kind.operators)}." if kind.operators else "Not asked for by filters."
    schemas = [f"In JSON: `{json.dumps(field.schema(), ensure_ascii=False)}`."]
    if field.input_schema() != field.schema():
        schemas.append(f"Taken: `{json.dumps(field.input_schema(), ensure_ascii=False)}`.")
    anchor = kind.kind.replace("_", "-")
    return "\n\n".join([f"## {anchor}", sentence(kind.__doc__), operators, *schemas])
