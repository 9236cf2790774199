"""`/api/v1/insights/baskets`: what is bought together, worked out by the worker with the caller's thresholds; its progress, and its rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from odnos.analytics.findings import runs
from odnos.analytics.findings.asked import SOURCES
from odnos.analytics.findings.baskets import rule_of
from odnos.analytics.findings.models import FindingRun
from odnos.analytics.findings.terms import SIDES, basket_terms
from odnos.analytics.models.baskets.rules import Rule
from odnos.api import answers, bodies, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.idempotent import idempotent
from odnos.api.problems import Problem, at_field
from odnos.engine.access import rights
from odnos.engine.access.rights import Denied
from odnos.engine.records import read
from odnos.engine.records.errors import Invalid, NotFound
from odnos.objects.registry import registry

KIND = "baskets"
PARTS = ("support", "confidence", "lift")
WHOLE = ("size", "right_size")
SIDE: dict[str, Any] = {"type": "array", "items": {"anyOf": [{"type": "integer"}, {"type": "string"}]}}
TERMS: dict[str, dict[str, Any]] = {
    "source": {"type": "string", "enum": ["order", "deal"]},
    **{name: {"type": "number"} for name in PARTS},
    **{name: {"type": "integer"} for name in WHOLE},
    **dict.fromkeys(SIDES, SIDE),
}
ORDERS: Mapping[str, Callable[[Rule], float]] = {
    "confidence": lambda rule: rule.confidence,
    "support": lambda rule: rule.support,
    "lift": lambda rule: rule.lift,
    "cases": lambda rule: rule.count,
}
SORTS = tuple(f"{sign}{name}" for name in ORDERS for sign in ("-", ""))
LAST = 10**6


@idempotent
def begin(call: Call) -> HttpResponse:
    """Have the worker look for rules; what is being worked out already is not begun again."""
    parameters.taken(call.request, ())
    given = bodies.of(call.request, empty=True)
    if unknown := next((name for name in given if name not in TERMS), None):
        raise at_field(422, unknown, _("There is no such field."))
    for name, value in given.items():
        if reason := bodies.misfit(TERMS[name], value):
            raise at_field(422, name, reason)
    may(call)
    if call.by.narrow and call.by.narrow.read_only:
        raise Denied(_("A token that only reads cannot have rules worked out."))
    run = runs.begin(KIND, given, by=call.by, at=call.at)
    headers = {"Location": f"/api/v1/insights/baskets/{run.pk}"}
    return answers.json(shown(run, call), status=202, headers=headers)


def may(call: Call) -> None:
    """Raise Denied for who may see no products: their rules name nothing."""
    rights.check(call.by, "see", registry.get("product"))


def page(call: Call) -> HttpResponse:
    """Answer with the caller's runs, the newest first."""
    parameters.taken(call.request, ())
    may(call)
    return answers.json(
        {"data": [shown(run, call) for run in runs.of(KIND, by=call.by) if is_seen(run, call)]}
    )


def get(call: Call, *, run_id: int) -> HttpResponse:
    """Say how far a run is, and what it came to."""
    parameters.taken(call.request, ())
    return answers.json(shown(found(call, run_id), call))


@idempotent
def cancel(call: Call, *, run_id: int) -> HttpResponse:
    """Let a run end without an answer; one that is over stays as it is."""
    parameters.taken(call.request, ())
    run = found(call, run_id)
    if call.by.narrow and call.by.narrow.read_only:
        raise Denied(_("A token that only reads cannot cancel anything."))
    runs.cancel(run, at=call.at)
    run.refresh_from_db()
    return answers.json(shown(run, call))


def rules(call: Call, *, run_id: int) -> HttpResponse:
    """Answer with a page of the rules that were found."""
    given = parameters.taken(call.request, ("sort", "limit", "cursor"))
    sort = parameters.choice("sort", given.get("sort", SORTS[0]), SORTS)
    limit = parameters.whole(
        "limit", given.get("limit"), usual=parameters.USUAL_PAGE, most=parameters.LARGEST_PAGE
    )
    begun = parameters.whole("cursor", given["cursor"], usual=0, most=LAST) if given.get("cursor") else 0
    run = found(call, run_id)
    if run.state != FindingRun.State.DONE:
        raise Problem(409, _("There are no rules: the run is not over, or ended without them."))
    if runs.is_outdated(run, by=call.by):
        raise Problem(409, _("The rights have changed with which these rules were counted. Begin a new run."))
    every = in_order([rule_of(data, run.outcome["baskets"]) for data in run.outcome["strong"]], sort)
    some, after = every[begun : begun + limit], begun + limit
    items = {("product", item) for rule in some for item in (*rule.left, *rule.right)}
    titles = read.titles(items, by=call.by)
    body = {
        "data": [rule_as_json(rule, titles) for rule in some],
        "next": str(after) if after < len(every) else None,
        "count": len(every),
        "found": run.outcome["rules"],
    }
    return answers.json(body)


def in_order(every: list[Rule], sort: str) -> list[Rule]:
    """Return rules by a figure; those alike in it stay as they were, the strongest first."""
    key, sign = ORDERS[sort.removeprefix("-")], -1 if sort.startswith("-") else 1
    return sorted(every, key=lambda rule: sign * key(rule))


def rule_as_json(rule: Rule, titles: Mapping[tuple[str, int], str | None]) -> dict[str, Any]:
    def side(items: tuple[int, ...]) -> list[dict[str, Any]]:
        return [{"product": item, "title": titles.get(("product", item))} for item in items]

    figures = {name: round(getattr(rule, name), 6) for name in PARTS}
    return {"left": side(rule.left), "right": side(rule.right), **figures, "cases": rule.count}


def found(call: Call, run_id: int) -> FindingRun:
    """Return a run of the caller's own. Raises NotFound, Denied."""
    run = runs.get(run_id, by=call.by)
    if run.kind != KIND or not is_seen(run, call):
        raise NotFound(f"run {run_id}")
    may(call)
    return run


def is_seen(run: FindingRun, call: Call) -> bool:
    """Whether the caller, whose token may reach less far than they do, may see what a run counts."""
    source = SOURCES[run.terms.get("source", "order")]
    needed = (source.line, "product")
    return all(rights.may(call.by, "see", registry.get(key)) != "none" for key in needed)


def shown(run: FindingRun, call: Call) -> dict[str, Any]:
    is_there = run.state == FindingRun.State.DONE and not runs.is_outdated(run, by=call.by)
    outcome = (
        {name: run.outcome[name] for name in ("baskets", "products", "sets", "rules")} if is_there else None
    )
    return {
        "id": run.pk,
        "state": run.state,
        "progress": run.progress,
        "terms": terms_of(run),
        "reason": run.reason or None,
        "is_outdated": runs.is_outdated(run, by=call.by),
        "is_published": run.kept_at is not None,
        "outcome": outcome,
        "as_of": moment(run.as_of),
        "created_at": moment(run.created_at),
        "finished_at": moment(run.finished_at),
        "rules": f"/api/v1/insights/baskets/{run.pk}/rules",
    }


def terms_of(run: FindingRun) -> dict[str, Any]:
    """Return what was asked for, with what was left out at its usual; as it is kept where a choice that it names has gone."""
    try:
        asked = basket_terms(run.terms)
    except Invalid:
        return dict(run.terms)
    sides = {name: [*getattr(asked, name), *getattr(asked, f"{name}_kinds")] for name in SIDES}
    parts = {name: float(getattr(asked, name)) for name in PARTS}
    return {"source": asked.source, **parts, "size": asked.size, "right_size": asked.right_size, **sides}


def moment(at: Any) -> str | None:
    return at.isoformat().replace("+00:00", "Z") if at else None


view = endpoint(get=page, post=begin)
one = endpoint(get=get)
cancelling = endpoint(post=cancel)
ruling = endpoint(get=rules)
