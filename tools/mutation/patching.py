"""Giving functions that are in use another body: whoever imported them has the changed ones too."""

from __future__ import annotations

import ast
import importlib
import types
from collections.abc import Callable
from typing import Any

from tools.mutation.sites import Site, text, without
from tools.mutation.taking import SYSTEM

HIT = "__reached__"


def take_away(site: Site) -> None:
    """Let the function of `site` be without its check, in this process."""
    module = importlib.import_module(site.module)
    put(module, site.function, compiled(without(site), site))
    module.__dict__[SYSTEM] = everything()


def report(sites: list[Site], reached: Callable[[str, str], None]) -> None:
    """Have every function in which something is checked say so whenever it is called."""
    for path in {site.path for site in sites}:
        own = [site for site in sites if site.path == path]
        tree = ast.parse(text(path))
        names = {site.function for site in own}
        Telling(own[0].module, names).visit(tree)
        code = compiled(ast.fix_missing_locations(tree), own[0])
        module = importlib.import_module(own[0].module)
        module.__dict__[HIT] = reached
        for name in names:
            put(module, name, code)


class Telling(ast.NodeTransformer):
    """Puts a call of HIT before the first statement of functions."""

    def __init__(self, module: str, names: set[str]) -> None:
        self.module, self.names = module, names
        self.stack: list[str] = []

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.stack.append(node.name)
        self.generic_visit(node)
        self.stack.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        name = ".".join([*self.stack, node.name])
        if name in self.names or any(one.startswith(f"{name}.") for one in self.names):
            said = ast.parse(f"{HIT}({self.module!r}, {name!r})").body
            place = 1 if ast.get_docstring(node) is not None else 0
            node.body[place:place] = said
        return node


def compiled(tree: ast.Module, site: Site) -> types.CodeType:
    return compile(tree, str(site.path), "exec")


def put(module: types.ModuleType, name: str, code: types.CodeType) -> None:
    """Give a function of `module`, by its dotted name, the body that `code` of the module has for it."""
    owner: Any = module
    found: Any = None
    for part in name.split("."):
        found = inner(code, part)
        owner = owner.__dict__.get(part)
        function = plain(owner)
        if found is None or owner is None:
            raise LookupError(name)
        code = found
        if function is not None:
            function.__code__ = found
            return
    raise LookupError(name)


def inner(code: types.CodeType, name: str) -> types.CodeType | None:
    """Return the code of a function or class that stands directly within `code`."""
    return next(
        (item for item in code.co_consts if isinstance(item, types.CodeType) and item.co_name == name), None
    )


def plain(found: Any) -> types.FunctionType | None:
    """Return the function within decorators, properties and methods."""
    for name in ("fget", "__func__"):
        found = getattr(found, name, found)
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    return found if isinstance(found, types.FunctionType) else None


def everything() -> Any:
    """Return the actor from whom nothing is kept."""
    from odnos.engine.access.actor import Actor

    return Actor(user_id=None, name="", role="system")
