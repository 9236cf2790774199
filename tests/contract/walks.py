"""Every address of the installation, with somebody's things in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from odnos.objects.registry import ObjectType, registry
from tests.contract.own_kinds import OWN_KINDS
from tests.contract.routes import ROUTES
from tests.contract.scene import PARAMETER, Scene

METHODS = {"api": ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"), "web": ("GET", "POST", "DELETE")}
KINDS = ("company", "deal", "deal_line", "note", "product", *OWN_KINDS)
"""One object of each way to guard: with an owner, with a board, a part of one, about any, for everybody; and an administrator's own."""


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Yield every address, as it is written in the modules of addresses."""
    for item in (resolver or get_resolver()).url_patterns:
        written = prefix + str(item.pattern)
        if isinstance(item, URLPattern):
            yield written
        else:
            yield from patterns(item, written)


def walks(scene: Scene) -> Iterator[tuple[str, str, ObjectType, str, str]]:
    """Yield (pattern, word, object, method, address) for every address, for several objects where it names one."""
    for pattern, row in ROUTES.items():
        names = set(PARAMETER.findall(pattern))
        several = KINDS if names & {"kind", "plural"} and "view_id" not in names else ("company",)
        for key in several:
            address = scene.fill(pattern, registry.get(key))
            for method in METHODS["api" if pattern.startswith("api/") else "web"]:
                yield pattern, row[0], registry.get(key), method, address
