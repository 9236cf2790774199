"""The stages that an import adds: their order, their kinds and likelihoods, as a person corrects them before it begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import pgettext

from odnos.engine.transfer import funnel
from odnos.engine.transfer.funnel import Step
from odnos.engine.transfer.models import ImportRun
from odnos.lib import text
from odnos.web.given import whole, wholes
from odnos.web.pages.importer import choices

LIKELIHOODS = {"won": 100, "lost": 0}


def shown(run: ImportRun) -> list[dict[str, Any]]:
    """The paths that the check found, each as it is to be if what is decided now stays."""
    made = {group["target"]: names_to_make(group) for group in choices.questions(run)}
    found = []
    for target, path in run.findings.get("paths", {}).items():
        fresh, kept = made.get(target, set()), run.options.get("funnel", {}).get(target)
        steps = funnel.merged(steps_of(kept) if kept else [], steps_of(path))
        shown_steps = [step for step in steps if not step.is_new or text.fold(step.name) in fresh]
        if any(step.is_new for step in shown_steps):
            found.append(
                {
                    "target": target,
                    "label": path["label"],
                    "steps": shown_steps,
                    "spare": path["spare"],
                    "is_cleared": bool(kept["spare"] if kept else path["spare"]),
                    "kinds": kinds(),
                }
            )
    return found


def steps_of(path: Mapping[str, Any]) -> list[Step]:
    return [funnel.step_of(step) for step in path["steps"]]


def names_to_make(group: Mapping[str, Any]) -> set[str]:
    return {text.fold(name["value"]) for name in group["names"] if name["chosen"] == "create"}


def kinds() -> list[tuple[str, str]]:
    return [
        (funnel.OPEN, pgettext("stage", "Open")),
        (funnel.WON, pgettext("stage", "Won")),
        (funnel.LOST, pgettext("stage", "Lost")),
    ]


def given(run: ImportRun, form: QueryDict) -> dict[str, Any]:
    """The option that the form's paths make; empty if the form has none."""
    wanted = {}
    for path in shown(run):
        target, steps = path["target"], path["steps"]
        places = [place for place in wholes(form.getlist(f"step.{target}")) if place < len(steps)]
        if not places:
            continue
        ordered = [changed(steps[place], form, f"{target}.{place}") for place in places]
        wanted[target] = {
            "steps": [step.as_json() for step in funnel.merged(ordered, steps)],
            "spare": path["spare"] if form.get(f"clear.{target}") else [],
        }
    return {"funnel": {**run.options.get("funnel", {}), **wanted}} if wanted else {}


def changed(step: Step, form: Mapping[str, str], name: str) -> Step:
    """A new step with the kind and the likelihood of the form; a won one is certain and a lost one hopeless."""
    if not step.is_new:
        return step
    kind = form.get(f"kind.{name}", step.kind)
    kind = kind if kind in funnel.ORDER else step.kind
    asked = whole(form.get(f"likelihood.{name}"))
    open_share = asked if asked is not None and asked <= 100 else step.likelihood
    return replace(step, kind=kind, likelihood=LIKELIHOODS.get(kind, open_share))
