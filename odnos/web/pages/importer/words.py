"""Words and choices of the wizard."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from odnos.engine.access.actor import Actor
from odnos.engine.transfer import imports, targets
from odnos.engine.transfer.models import ImportRun
from odnos.lib import numbers
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry

State = ImportRun.State
STEPS: Sequence[Label] = (
    gettext_lazy("File"),
    gettext_lazy("Columns"),
    gettext_lazy("Check"),
    gettext_lazy("Result"),
)
STATES: dict[str, tuple[Label, str]] = {
    State.UPLOADED: (gettext_lazy("Not started"), "muted"),
    State.CHECKING: (gettext_lazy("Checking"), "info"),
    State.CHECKED: (gettext_lazy("Checked"), "info"),
    State.RUNNING: (gettext_lazy("Running"), "info"),
    State.HELD: (gettext_lazy("Held"), "warn"),
    State.DONE: (gettext_lazy("Done"), "good"),
    State.CANCELLED: (gettext_lazy("Cancelled"), "muted"),
    State.FAILED: (gettext_lazy("Failed"), "bad"),
    State.UNDOING: (gettext_lazy("Undoing"), "info"),
    State.UNDONE: (gettext_lazy("Undone"), "muted"),
}


def state_of(run: ImportRun) -> tuple[str, str]:
    """The state in words and its tone; one of which rows failed is not simply good."""
    state = imports.state_of(run)
    label, tone = STATES[state]
    if state == State.DONE and run.failed:
        tone = "bad" if run.failed == run.rows else "warn"
    return str(label), tone


def target_choices(object_type: ObjectType, *, by: Actor) -> list[tuple[str, str, bool]]:
    """Every target with its label, and whether it takes numbers, which can be multiplied."""
    return [
        (target.name, targets.label_of(target, object_type), targets.is_number(target))
        for target in targets.every(object_type, by=by)
    ]


def factors(locale: str) -> list[tuple[str, str]]:
    """Numbers that columns are often to be multiplied by, as the reader writes them."""
    known = (
        (Decimal(1000), _("thousands")),
        (Decimal(1_000_000), _("millions")),
        (Decimal("0.01"), _("hundredths")),
    )
    return [(numbers.show(number, locale=locale), label) for number, label in known]


def key_choices(run: ImportRun, *, by: Actor) -> list[tuple[str, str]]:
    object_type = registry.get(run.object_key)
    named = [
        (name, str(object_type.field(name).label) if name != targets.ID else _("Odnos id"))
        for name in imports.keys_for(run, by=by)
    ]
    return [("", _("None: every row is a new record")), *named]


def policies() -> list[tuple[str, str, str]]:
    return [
        ("create", _("Make them anyway"), _("Each is noted in the result.")),
        ("skip", _("Leave them out"), _("The record that is there stays as it is.")),
        ("update", _("Update the record that is there"), _("Blank cells change nothing.")),
    ]
