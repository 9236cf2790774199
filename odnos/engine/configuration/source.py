"""A file as it was given: read with suspicion, refused at the place where the first mistake is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from odnos.engine.configuration import views
from odnos.engine.configuration.broken import Broken
from odnos.engine.configuration.export import FORMAT, KIND
from odnos.engine.configuration.forms import Item, normal
from odnos.engine.configuration.known import attributes
from odnos.engine.configuration.names import Name
from odnos.objects import configurable
from odnos.objects.configurable import Configurable
from odnos.objects.context import Context
from odnos.objects.registry import registry

LARGEST = 4 << 20
"""Bytes of a file: a configuration of thousands of fields has less."""
MOST, DEEPEST, LONGEST_KEY = 5000, 20, 60


@dataclass(frozen=True, kw_only=True)
class Given:
    """One definition of the file: its name, its values in one form, where it stands, and by object what lies in it."""

    part: Configurable
    name: Name
    item: Item
    path: str
    inner: dict[str, list[Given]]


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a file defines, by object, and the views it has."""

    given: dict[str, list[Given]]
    views: list[Item] | None


def load(raw: bytes, ctx: Context) -> Source:
    """Return what a file says. Raises Broken."""
    definitions = definitions_of(parsed(raw))
    given: dict[str, list[Given]] = {}
    known = {part.object: part for part in configurable.outer() if part.object in registry}
    for key, listed in definitions.items():
        path = f"definitions.{key}"
        if key == views.KEY:
            continue
        if key not in known:
            raise Broken(path[:100], _("Such definitions are not known here."))
        given[key] = read(known[key], listed, path, (), ctx)
    told = views_of(definitions[views.KEY]) if views.KEY in definitions else None
    return Source(given=given, views=told)


def parsed(raw: bytes) -> Any:
    if len(raw) > LARGEST:
        raise Broken("", _("This file is too large for a configuration."))
    try:
        whole = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=once, parse_constant=refused)
    except UnicodeDecodeError:
        raise Broken("", _("This is no text in UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise Broken(_("line %(line)s") % {"line": error.lineno}, _("This is no JSON.")) from None
    except Broken:
        raise
    except RecursionError:
        raise Broken("", _("This is nested too deeply or too large.")) from None
    except ValueError as error:
        raise Broken("", _("This is no JSON.")) from error
    if is_deeper(whole, DEEPEST):
        raise Broken("", _("This is nested too deeply or too large."))
    return whole


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON in which no name stands twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Broken(twice[:LONGEST_KEY], _("This stands twice."))
    return found


def refused(_constant: str) -> NoReturn:
    raise Broken("", _("This is no JSON."))


def is_deeper(whole: Any, most: int) -> bool:
    level = [whole]
    for _step in range(most):
        level = [
            inner
            for item in level
            for inner in (item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        ]
    return bool(level)


def definitions_of(whole: Any) -> Mapping[str, Any]:
    """Return the definitions of a file that is a configuration, and not a newer one than is understood here."""
    if not isinstance(whole, dict) or whole.get("odnos") != KIND:
        raise Broken("odnos", _("This is no configuration of Odnos."))
    if not isinstance(whole.get("format"), int) or isinstance(whole.get("format"), bool):
        raise Broken("format", _("Write a number here."))
    made_by = str(whole.get("version", ""))[:40]
    if whole["format"] > FORMAT or numbers(made_by) > numbers(version("odnos")):
        words = _("This file was made by a newer Odnos (%(version)s). Update this one first: it is %(here)s.")
        raise Broken("version", words % {"version": made_by, "here": version("odnos")})
    for key in whole:
        if key not in ("odnos", "format", "version", "definitions"):
            raise Broken(key[:LONGEST_KEY], _("There is no such field."))
    if not isinstance(whole.get("definitions"), dict):
        raise Broken("definitions", _("Write definitions here."))
    found: Mapping[str, Any] = whole["definitions"]
    return found


def numbers(written: str) -> tuple[int, ...]:
    parts = ("".join(sign for sign in part if sign.isdecimal()) for part in written.split("."))
    return tuple(int(part[:9] or 0) for part in parts)


def read(part: Configurable, listed: Any, path: str, within: Name, ctx: Context) -> list[Given]:
    """Return the definitions of a list, each checked value by value."""
    check_list(listed, path)
    met: set[Name] = set()
    found = []
    for place, raw in enumerate(listed):
        here = f"{path}[{place}]"
        given = read_one(part, raw, here, within, ctx)
        if given.name in met:
            raise Broken(here, _("This stands twice."))
        met.add(given.name)
        found.append(given)
    return found


def check_list(listed: Any, path: str) -> None:
    if not isinstance(listed, list) or len(listed) > MOST:
        raise Broken(path, _("Write a list of definitions here."))


def read_one(part: Configurable, raw: Any, path: str, within: Name, ctx: Context) -> Given:
    if not isinstance(raw, dict):
        raise Broken(path, _("Write a definition here."))
    fields = {field.name: field for field in attributes(part)}
    lists = {(other.inside or ("", ""))[1]: other for other in configurable.inner(part)}
    for name in raw:
        if name not in fields and name not in lists:
            raise Broken(f"{path}.{name[:LONGEST_KEY]}", _("There is no such field."))
    item = {
        name: normal(part, field, raw[name], f"{path}.{name}", ctx)
        for name, field in fields.items()
        if name in raw
    }
    for name, field in fields.items():
        if field.required and item.get(name) in (None, "", []) and field.initial(ctx) is None:
            raise Broken(f"{path}.{name}", _("Fill this in."))
    if part.key and not any(item.get(name) for name in part.key):
        raise Broken(f"{path}.{part.key[-1]}", _("Fill this in."))
    name_ = (*within, *(str(item.get(key) or "") for key in part.key))
    inner = {
        other.object: read(other, raw[name], f"{path}.{name}", name_, ctx)
        for name, other in lists.items()
        if name in raw
    }
    return Given(part=part, name=name_, item=item, path=path, inner=inner)


def views_of(listed: Any) -> list[Item]:
    path = f"definitions.{views.KEY}"
    check_list(listed, path)
    met = set()
    for place, item in enumerate(listed):
        here = f"{path}[{place}]"
        if not isinstance(item, dict):
            raise Broken(here, _("Write a definition here."))
        views.check(item, here)
        if (item["object"], item["name"]) in met:
            raise Broken(here, _("This stands twice."))
        met.add((item["object"], item["name"]))
    found: list[Item] = listed
    return found
