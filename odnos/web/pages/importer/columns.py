"""The second step: how the file is read, where its columns go, and what the first rows become."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from odnos.engine.access.rights import Denied
from odnos.engine.transfer import check, imports, reasons, source, targets
from odnos.engine.transfer.models import ImportRun
from odnos.lib import numbers, tables
from odnos.lib.tables import Unreadable
from odnos.lib.tables.encoding import ENCODINGS
from odnos.objects.registry import registry
from odnos.web.given import whole
from odnos.web.jinja import render
from odnos.web.pages.importer import adding, mapping, words

DELIMITERS = ((",", ","), (";", ";"), ("\t", "Tab"), ("|", "|"))
PREVIEWED = 12


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, run_id: int) -> HttpResponse:
    """The mapping; posting it has every row checked."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    if run.state not in imports.BEFORE_START:
        return HttpResponseRedirect(f"/imports/{run.pk}")
    errors: list[str] = []
    if request.method == "POST":
        errors = mapping.keep(request, run)
        if not errors and not run.mapping:
            errors = [_("Choose where at least one column goes.")]
        if not errors:
            imports.begin_check(run, at=visit.at)
            return HttpResponseRedirect(f"/imports/{run.pk}/check")
    return page(request, run, errors=errors)


@require_POST
def preview(request: HttpRequest, run_id: int) -> HttpResponse:
    """The first rows under the mapping as it stands in the form."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    errors = mapping.keep(request, run)
    if adding.NEW not in request.POST.values():
        return page(request, run, errors=errors, block="preview")
    answer = page(request, run, errors=errors, block="work")  # the new field is one of the choices by now
    answer["HX-Retarget"] = "#work"
    return answer


@require_POST
def read_again(request: HttpRequest, run_id: int) -> HttpResponse:
    """Another encoding, delimiter, sheet or header row."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    run = imports.get(run_id, by=visit.by)
    given = {
        name: request.POST[name] for name in ("encoding", "delimiter", "sheet") if request.POST.get(name)
    }
    try:
        layout: dict[str, Any] = {
            name: value for name, value in given.items() if value != run.layout.get(name)
        }
        header_row = whole(request.POST.get("header_row") or "1")
        if layout.get("encoding", "utf-8") not in ENCODINGS or len(layout.get("delimiter", ",")) != 1:
            raise ValueError
        if header_row is None:
            raise ValueError
        layout["header_row"] = header_row
        if "sheet" in layout:
            del layout["header_row"]
        imports.reread(run, by=visit.by, **layout)
    except (Unreadable, ValueError) as error:
        reason = (
            reasons.of_file(error)
            if isinstance(error, Unreadable)
            else _("The file cannot be read like this.")
        )
        run.refresh_from_db()
        return page(request, run, errors=[reason], block="work" if is_part(request) else "")
    if is_part(request):
        return page(request, run, errors=[], block="work")
    return HttpResponseRedirect(f"/imports/{run.pk}/columns")


def is_part(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def page(request: HttpRequest, run: ImportRun, *, errors: list[str], block: str = "") -> HttpResponse:
    visit: Any = request.visit  # type: ignore[attr-defined]
    object_type = registry.get(run.object_key)
    context = {
        "steps": [str(step) for step in words.STEPS],
        "run": run,
        "kind": object_type,
        "errors": errors,
        "columns": columns_of(run, visit),
        "choices": [*adding.offer(object_type, by=visit.by), *words.target_choices(object_type, by=visit.by)],
        "factors": words.factors(visit.by.locale),
        "keys": words.key_choices(run, by=visit.by),
        "policies": words.policies(),
        "encodings": [(name, name) for name in ENCODINGS],
        "delimiters": DELIMITERS,
        "sheets": sheets_of(run),
        **first_rows(visit, run),
    }
    return render(request, "pages/import_columns.html", context, block=block)


def columns_of(run: ImportRun, visit: Any) -> list[dict[str, Any]]:
    """Each column with its first values, its target, and how sure the proposal is."""
    samples = source.samples_of(run)
    proposed = imports.proposals(run, by=visit.by)
    found = []
    for name in run.header:
        target, _star, factor = run.mapping.get(name, "").partition("*")
        proposal = proposed.get(name)
        certainty = proposal.certainty / 100 if proposal and proposal.target == target else 1
        values = list(dict.fromkeys(value for value in samples.get(name, []) if value.strip()))[:4]
        found.append(
            {
                "name": name,
                "sample": " · ".join(values),
                "target": target,
                "factor": numbers.show(Decimal(factor), locale=visit.by.locale) if factor else "",
                "sure": certainty,
            }
        )
    return found


def sheets_of(run: ImportRun) -> list[tuple[str, str]]:
    if not run.layout.get("sheet"):
        return []
    return [(name, name) for name in tables.sheets_of(source.original(run))]


def first_rows(visit: Any, run: ImportRun) -> dict[str, Any]:
    """The preview: columns that go somewhere, their values as understood, and what is wrong with a row."""
    if not run.mapping:
        return {"headings": [], "rows": []}
    object_type = registry.get(run.object_key)
    try:
        shown = check.preview(run, by=visit.by, at=visit.at, rows=PREVIEWED)
    except (Unreadable, Denied) as error:
        reason = reasons.of_file(error) if isinstance(error, Unreadable) else str(error.message)
        return {"headings": [], "rows": [], "preview_error": reason}
    headings = [targets.label_of(target, object_type) for target in imports.mapped(run, by=visit.by).values()]
    return {"headings": [_("What to know"), *headings], "rows": [row_of(row) for row in shown]}


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    remarks = row["errors"] or row["notes"]
    state = "wrong" if row["errors"] else "guess" if row["notes"] else ""
    cells = [{"text": shorten(text), "state": ""} for text in row["cells"]]
    return {
        "number": row["row"],
        "wrong": bool(row["errors"]),
        "cells": [{"text": " ".join(remarks), "state": state}, *cells],
    }


def shorten(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
