"""What the form of the columns says: where each goes, what it is multiplied by, and how rows meet records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from odnos.engine.transfer import imports, source, targets
from odnos.engine.transfer.models import ImportRun
from odnos.lib import numbers
from odnos.objects.context import Context
from odnos.objects.registry import registry
from odnos.web.pages.importer import adding


def keep(request: HttpRequest, run: ImportRun) -> list[str]:
    """Save mapping and options of the form; what is wrong with them is returned."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    try:
        asked = with_new_fields(request.POST, run, visit)
        imports.remap(run, mapping_of(asked, run, visit), by=visit.by)
        imports.configure(
            run,
            by=visit.by,
            key=request.POST.get("key", ""),
            duplicates=request.POST.get("duplicates", "create"),
            create_missing=bool(request.POST.get("create_missing")),
            erase_blank=bool(request.POST.get("erase_blank")),
        )
    except imports.BadOption as error:
        return [str(error)]
    return []


def with_new_fields(form: Mapping[str, str], run: ImportRun, visit: Any) -> Mapping[str, str]:
    """Return the form with the names of fields made for the columns that ask for one. Raises Denied."""
    asked = [place for place in range(len(run.header)) if form.get(f"map.{place}") == adding.NEW]
    if not asked:
        return form
    samples, object_type = source.samples_of(run), registry.get(run.object_key)
    names = {place: run.header[place] for place in asked}
    made = {
        f"map.{place}": adding.make(object_type, name, samples.get(name, []), by=visit.by, at=visit.at)
        for place, name in names.items()
    }
    return {**{name: form[name] for name in form}, **made}


def mapping_of(form: Mapping[str, str], run: ImportRun, visit: Any) -> dict[str, str]:
    """The target of each column, with the factor where it takes numbers. Raises BadOption."""
    object_type = registry.get(run.object_key)
    found = {}
    for place, name in enumerate(run.header):
        target, factor = form.get(f"map.{place}", ""), form.get(f"factor.{place}", "").strip()
        is_scaled = bool(factor and target) and targets.is_number(
            imports.check_target(object_type, target, by=visit.by)
        )
        found[name] = f"{target}*{multiplier(factor, visit.ctx())}" if is_scaled else target
    return found


def multiplier(written: str, ctx: Context) -> str:
    """A factor as a person writes it, as the mapping keeps it. Raises BadOption."""
    try:
        return f"{numbers.parse(written, decimal_mark=ctx.decimal_mark):f}"
    except numbers.NotANumber:
        words = _("“%(written)s” is no number to multiply by.") % {"written": written[:40]}
        raise imports.BadOption(words) from None
