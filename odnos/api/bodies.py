"""What comes in: JSON that means one thing only. Doubled names, NaN, broken Unicode and endless nesting are refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from odnos.api.problems import Problem, at_field, error
from odnos.objects.fields import Field

DEEPEST = 32
LONGEST_NUMBER = 400
SURROGATE = re.compile("[\ud800-\udfff]")
KINDS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, Decimal),
    "boolean": (bool,),
    "object": (dict,),
    "array": (list,),
    "null": (type(None),),
}
NAMES = {"string": "a text", "integer": "a whole number", "number": "a number", "boolean": "true or false"}
NAMES |= {"object": "an object", "array": "a list", "null": "null"}


def of(request: HttpRequest, *, empty: bool = False) -> dict[str, Any]:
    """Return the JSON object that the request carries; with `empty`, nothing at all is an empty one. Raises Problem."""
    body = request.body
    if empty and not body:
        return {}
    if request.content_type != "application/json":
        raise Problem(415, _("Send JSON, and say so: Content-Type: application/json."))
    found = parse(body)
    if not isinstance(found, dict):
        raise Problem(422, _("Send a JSON object."), errors=[error("", _("Send a JSON object."))])
    return found


def parse(body: bytes) -> Any:
    """Return the value that `body` writes. Raises Problem."""
    try:
        written = body.decode()
        found = json.loads(
            written,
            object_pairs_hook=object_of,
            parse_constant=constant,
            parse_int=integer,
            parse_float=decimal,
        )
        if b"\\u" in body:
            whole(found)
    except UnicodeDecodeError as refusal:
        raise Problem(400, _("The body is not UTF-8.")) from refusal
    except RecursionError as refusal:
        raise Problem(400, _("This JSON nests too deep.")) from refusal
    except json.JSONDecodeError as refusal:
        raise Problem(400, _("This is not JSON: %(why)s.") % {"why": refusal}) from refusal
    return found


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise at_field(400, twice, _("This name comes twice."))
    return found


def constant(word: str) -> Any:
    raise Problem(400, _("%(word)s is not JSON.") % {"word": word})


def integer(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise Problem(400, _("A number is too long."))
    return int(digits)


def decimal(digits: str) -> Decimal | int:
    try:
        number = Decimal(digits) if len(digits) <= LONGEST_NUMBER else Decimal("Infinity")
    except InvalidOperation:
        number = Decimal("Infinity")
    if not number.is_finite() or (number and abs(number.adjusted()) > LONGEST_NUMBER):
        raise Problem(400, _("A number is too large or too long."))
    return int(number) if number == number.to_integral_value() else number


def whole(value: Any) -> None:
    """Refuse halves of surrogate pairs: they are no text and no database keeps them."""
    if isinstance(value, str):
        if SURROGATE.search(value):
            raise Problem(400, _("A text contains half of a surrogate pair."))
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            whole(name)
            whole(inner)
    elif isinstance(value, list):
        for inner in value:
            whole(inner)


def misfits(fields: Mapping[str, Field], values: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is wrong with the JSON types of `values`; what the field itself says comes later."""
    found = []
    for name, value in values.items():
        field = fields.get(name)
        reason = misfit(field.input_schema(), value) if field else ""
        if reason:
            found.append(error(name, reason))
    return found


def misfit(schema: Mapping[str, Any], value: Any) -> str:
    """Return why `value` is not of the JSON types that `schema` names, or nothing."""
    shapes = schema.get("anyOf", [schema])
    shape = next((shape for shape in shapes if fits(shape, value)), None)
    if shape is None:
        wanted = [kind for shape in shapes for kind in kinds_of(shape)]
        return _("This takes %(kinds)s.") % {"kinds": _(" or ").join(NAMES[kind] for kind in wanted)}
    if isinstance(value, list):
        return next(filter(None, (misfit(shape.get("items", {}), item) for item in value)), "")
    return misfit_inside(shape, value) if isinstance(value, dict) else ""


def misfit_inside(shape: Mapping[str, Any], value: Mapping[str, Any]) -> str:
    known = shape.get("properties", {})
    for name, inner in value.items():
        if name not in known and shape.get("additionalProperties") is False:
            return _("It has no “%(name)s”.") % {"name": name[:60]}
        if reason := misfit(known.get(name, {}), inner):
            return f"{name}: {reason}"
    missing = next((name for name in shape.get("required", ()) if name not in value), None)
    return "" if missing is None else _("It lacks “%(name)s”.") % {"name": missing}


def kinds_of(shape: Mapping[str, Any]) -> list[str]:
    kinds = shape.get("type", [])
    return [kinds] if isinstance(kinds, str) else list(kinds)


def fits(shape: Mapping[str, Any], value: Any) -> bool:
    kinds = kinds_of(shape)
    return not kinds or any(is_a(value, kind) for kind in kinds)


def is_a(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, KINDS[kind])


def plain(value: Any) -> float:
    """Return a decimal as JSON is written with it."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return float(value)
