"""Names and values of a file that the base does not know, each with how often it comes and what it is near to."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rapidfuzz import fuzz, process

from odnos.engine.access import rights
from odnos.engine.transfer import source
from odnos.engine.transfer.importer import Importer
from odnos.engine.transfer.links import scope_of
from odnos.engine.transfer.targets import Target, is_key, label_of
from odnos.lib import text
from odnos.objects import fields as f

SHOWN = 200
_NEAR = 84


def unknown_names(importer: Importer) -> dict[str, Any]:
    """By target: its label, whether records can be made, and the unknown names, the frequent ones first."""
    found: dict[str, Any] = {}
    by_name = {target.name: target for target in importer.plan.targets.values()}
    for name, counted in importer.links.unknown.items():
        target = by_name[name]
        linked = target.linked
        assert linked is not None
        found[name] = {
            "label": label_of(target, importer.object_type),
            "object": linked.key,
            "may_create": rights.may(importer.by, "create", linked) != "none"
            and (not target.via or is_key(target)),
            "names": [one(importer, target, written, count) for written, count in counted.most_common(SHOWN)],
            "count": len(counted),
        }
    return found


def one(importer: Importer, target: Target, written: str, count: int) -> dict[str, Any]:
    """An unknown name with its near miss, proposed and never taken by itself."""
    scope = None
    if scope_name := scope_of(target):
        scope = importer.links.default_scope(target, scope_name, at=importer.at, change_set=None)
    near = importer.links.directory(target, scope, written).near(written)
    return {
        "value": written,
        "folded": text.fold(written),
        "count": count,
        "near": near[0] if near else "",
        "id": near[1] if near else None,
    }


def new_paths(importer: Importer) -> dict[str, Any]:
    """By target: the path that the unknown names of steps would make, and which of its steps nobody would need."""
    found: dict[str, Any] = {}
    for target in importer.plan.targets.values():
        scope_name, linked = scope_of(target), target.linked
        if not (scope_name and linked and importer.links.unknown.get(target.name)):
            continue
        if rights.may(importer.by, "create", linked) == "none":
            continue
        scope = importer.links.default_scope(target, scope_name, at=importer.at, change_set=None)
        path = importer.links.paths.proposed(target, importer.links.directory(target, scope), is_whole=True)
        found[target.name] = {
            "label": label_of(target, importer.object_type),
            "steps": [step.as_json() for step in path.steps],
            "spare": list(path.spare),
        }
    return found


def choice_values(importer: Importer) -> dict[str, Any]:
    """By target: values of choice fields that are near to a known one, or unknown where only known ones are taken."""
    found: dict[str, Any] = {}
    for column, target in importer.plan.targets.items():
        field = target.field
        if (
            not isinstance(field, f.Choice)
            or isinstance(field, f.MultiChoice)
            or target.part
            or not field.choices
        ):
            continue
        counted = Counter(written for written in column_values(importer, column) if written)
        names = [choice_of(field, written, count) for written, count in counted.most_common(SHOWN)]
        wanted = [name for name in names if name]
        if wanted:
            found[target.name] = {
                "label": label_of(target, importer.object_type),
                "is_open": field.open,
                "choices": [[key, str(label)] for key, label in field.choices],
                "names": wanted,
            }
    return found


def choice_of(field: f.Choice, written: str, count: int) -> dict[str, Any] | None:
    offered = dict(field.choices)
    known = {key: text.squeeze(str(label)) for key, label in offered.items()} | {
        key: text.squeeze(key) for key in offered
    }
    squeezed = text.squeeze(written)
    if squeezed in known.values() or text.fold(written) in {
        text.fold(str(label)) for _key, label in field.choices
    }:
        return None
    best = process.extractOne(squeezed, known, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if best is None and field.open:
        return None
    near = str(best[2]) if best else ""
    return {
        "value": written,
        "folded": text.fold(written),
        "count": count,
        "near": str(offered[near]) if near else "",
        "id": near or None,
    }


def column_values(importer: Importer, column: str) -> list[str]:
    place = importer.run.header.index(column)
    return [row.cells[place].strip() for row in source.rows_of(importer.run) if not row.problem]
