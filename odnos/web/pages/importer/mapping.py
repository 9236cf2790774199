"""What the form of the columns says: where each goes, what it is multiplied by, and how rows meet records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from odnos.engine.transfer import imports, targets
from odnos.engine.transfer.models import ImportRun
from odnos.lib import numbers
from odnos.objects.context import Context
from odnos.objects.registry import registry


def keep(request: HttpRequest, run: ImportRun) -> list[str]:
    """Save mapping and options of the form; what is wrong with them is returned."""
    visit: Any = request.visit  # type: ignore[attr-defined]
    try:
        imports.remap(run, mapping_of(request.POST, run, visit.ctx()))
        imports.configure(
            run,
            key=request.POST.get("key", ""),
            duplicates=request.POST.get("duplicates", "create"),
            create_missing=bool(request.POST.get("create_missing")),
            erase_blank=bool(request.POST.get("erase_blank")),
        )
    except imports.BadOption as error:
        return [str(error)]
    return []


def mapping_of(form: Mapping[str, str], run: ImportRun, ctx: Context) -> dict[str, str]:
    """The target of each column, with the factor where it takes numbers. Raises BadOption."""
    object_type = registry.get(run.object_key)
    found = {}
    for place, name in enumerate(run.header):
        target, factor = form.get(f"map.{place}", ""), form.get(f"factor.{place}", "").strip()
        takes = bool(factor and target) and targets.is_number(imports.check_target(object_type, target))
        found[name] = f"{target}*{multiplier(factor, ctx)}" if takes else target
    return found


def multiplier(written: str, ctx: Context) -> str:
    """A factor as a person writes it, as the mapping keeps it. Raises BadOption."""
    try:
        return f"{numbers.parse(written, decimal_mark=ctx.decimal_mark):f}"
    except numbers.NotANumber:
        words = _("“%(written)s” is no number to multiply by.") % {"written": written[:40]}
        raise imports.BadOption(words) from None
