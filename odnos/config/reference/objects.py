"""Objects and their fields."""

from __future__ import annotations

from odnos.config.reference.markdown import code, sentence, table
from odnos.objects.access import Everyone, OwnTeamAll, ParentDecides
from odnos.objects.fields import Field
from odnos.objects.registry import SYSTEM_FIELDS, ObjectType, registry


def page() -> str:
    parts = [
        "# Objects",
        "What Odnos keeps, field by field. Every object also has `id`, `version` (it grows with every change) and the "
        "fields of all objects, which stand at the end.",
        *(section(item) for item in registry),
        "## Fields of all objects",
        fields(list(SYSTEM_FIELDS)),
    ]
    return "\n\n".join(parts)


def section(object_type: ObjectType) -> str:
    of_all = {field.name for field in SYSTEM_FIELDS}
    declared = [field for field in object_type.all_fields if field.name not in of_all]
    lines = [
        f"## {object_type.label}",
        f"Key `{object_type.key}`, addresses `/{object_type.plural_key}` and `/api/v1/{object_type.plural_key}`. "
        f"{sentence(object_type.model.__doc__)} {access(object_type)}",
        fields(declared),
    ]
    if object_type.events:
        lines.append(f"Events: {code(f'{object_type.key}.{event}' for event in object_type.events)}.")
    if object_type.duplicates:
        lines.append(f"Recognised as the same by {code(object_type.duplicates)}.")
    return "\n\n".join(lines)


def access(object_type: ObjectType) -> str:
    how = object_type.access
    if isinstance(how, Everyone):
        return f"Everybody sees it; {' and '.join(how.editors)}s change it."
    if isinstance(how, ParentDecides):
        return f"Whoever may see what `{how.parent}` names may see it{also(how)}."
    return f"It has an owner, and through the owner a team{also(how)}."


def also(how: OwnTeamAll | ParentDecides) -> str:
    return f"; so may the {' and the '.join(how.also)}" if how.also else ""


def fields(found: list[Field]) -> str:
    return table(("field", "kind", "", "words"), [row(field) for field in found])


def row(field: Field) -> tuple[str, str, str, str]:
    to = getattr(field, "to", "")
    kind = f"[{field.kind}](fields.md#{field.kind.replace('_', '-')})" + (f" → {to}" if to else "")
    traits = {
        "required": field.required,
        "unique": field.unique,
        "read-only": field.readonly,
        "searched": field.searchable,
        "not sorted": not field.sortable,
    }
    choices = getattr(field, "choices", ())
    words = ". ".join(filter(None, (str(field.label), str(field.help).rstrip("."))))
    offered = f". One of {code(key for key, _label in choices)}" if choices else ""
    free = ", or any other text" if choices and getattr(field, "open", False) else ""
    return (
        f"`{field.name}`",
        kind,
        ", ".join(name for name, is_so in traits.items() if is_so),
        f"{words}{offered}{free}",
    )
