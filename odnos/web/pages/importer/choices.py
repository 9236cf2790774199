"""What to do about names and values that nobody knows: one decision for each, never a guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.transfer.models import ImportRun
from odnos.lib import text
from odnos.web.given import whole


def questions(run: ImportRun) -> list[dict[str, Any]]:
    """By column: the unknown names, with what can be done about each and what is chosen so far."""
    resolutions = run.options.get("resolutions", {})
    may_make = bool(run.options.get("create_missing"))
    found = []
    for target, group in {**run.findings.get("unknown", {}), **run.findings.get("values", {})}.items():
        names = [
            question(target, group, name, resolutions.get(target, {}), may_make=may_make)
            for name in group["names"]
        ]
        found.append(
            {
                "target": target,
                "label": group["label"],
                "names": names,
                "more": max(0, group.get("count", 0) - len(names)),
            }
        )
    return found


def may_make_all(groups: Sequence[Mapping[str, Any]]) -> bool:
    """Whether names would fail that could be made records instead."""
    names = [name for group in groups for name in group["names"]]
    return any(name["chosen"] == "fail" and "create" in dict(name["options"]) for name in names)


def question(
    target: str,
    group: Mapping[str, Any],
    name: Mapping[str, Any],
    decided: Mapping[str, Any],
    *,
    may_make: bool,
) -> dict[str, Any]:
    options: list[tuple[str, str]] = []
    if name["near"]:
        options.append((f"use:{name['id']}", _("Use “%(name)s”") % {"name": name["near"]}))
    if group.get("may_create"):
        options.append(("create", _("Create “%(name)s”") % {"name": name["value"]}))
    if group.get("is_open"):
        options.append(("keep", _("Keep as written")))
    options += [
        (f"use:{key}", _("Use “%(name)s”") % {"name": label})
        for key, label in group.get("choices", [])
        if key != name["id"]
    ]
    options += [("empty", _("Leave empty")), ("fail", _("Fail these rows"))]
    return {
        "field": f"decide.{target}.{name['folded']}",
        "value": name["value"],
        "count": name["count"],
        "near": name["near"],
        "options": options,
        "chosen": chosen(decided.get(name["folded"])) or usual(group, may_make=may_make),
    }


def usual(group: Mapping[str, Any], *, may_make: bool) -> str:
    """What is chosen before a person chooses: never another name, however near."""
    if group.get("is_open"):
        return "keep"
    return "create" if may_make and group.get("may_create") else "fail"


def chosen(decision: Mapping[str, Any] | None) -> str:
    if not decision:
        return ""
    if "use" in decision:
        return f"use:{decision['use']}"
    return next(iter(decision))


def decided(run: ImportRun, form: Mapping[str, str]) -> dict[str, Any]:
    """The options that the form's decisions make; earlier ones stay for names that the form does not show."""
    resolutions = {target: dict(values) for target, values in run.options.get("resolutions", {}).items()}
    everything = form.get("create_missing")
    for group in questions(run):
        for name in group["names"]:
            given = form.get(name["field"], "")
            if everything == "1" and given == "fail" and "create" in dict(name["options"]):
                resolutions.get(group["target"], {}).pop(text.fold(name["value"]), None)
            elif given:
                resolutions.setdefault(group["target"], {})[text.fold(name["value"])] = decision(
                    given, name["value"]
                )
    options: dict[str, Any] = {"resolutions": resolutions}
    return options | ({"create_missing": everything == "1"} if everything is not None else {})


def decision(given: str, value: str) -> dict[str, Any]:
    kind, _colon, which = given.partition(":")
    if kind == "use":
        return {"use": number if (number := whole(which)) is not None else which}
    if kind == "create":
        return {"create": value}
    if kind == "keep":
        return {"keep": value}
    return {kind: True}
