"""The part of an address that names an object: only plurals of the registry match."""

from __future__ import annotations

from django.urls import register_converter

from odnos.objects.registry import ObjectType, UnknownObject, registry


class Kind:
    """`<kind:kind>` in a path is an object by its plural."""

    regex = "[a-z][a-z0-9-]*"

    def to_python(self, value: str) -> ObjectType:
        try:
            return registry.by_plural(value)
        except UnknownObject as error:
            raise ValueError(value) from error

    def to_url(self, value: ObjectType | str) -> str:
        return value if isinstance(value, str) else value.plural_key


register_converter(Kind, "kind")
