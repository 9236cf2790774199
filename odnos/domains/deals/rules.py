"""What is derived and what must hold for stages, deals and their lines."""

import zlib
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from odnos.domains.deals.history import enter_stage
from odnos.domains.deals.models import Deal
from odnos.engine.access import rights
from odnos.engine.access.tripwire import Mark
from odnos.engine.records.draft import Draft
from odnos.engine.records.row import Row
from odnos.lib.money import Money
from odnos.objects.labels import Label

CLOSED = ("won", "lost")
STAGE_IN_USE = _("Deals stand in this stage. Move them to another one first.")
PIPELINE_IN_USE = _("Deals stand in this pipeline. Move them to another one first.")


def stage_probability(draft: Draft) -> None:
    """A won stage is certain and a lost one hopeless."""
    certain = {"won": Decimal(100), "lost": Decimal(0)}
    if draft["kind"] in certain:
        draft.set("probability", certain[draft["kind"]])


def stage_in_use(row: Row) -> Label | None:
    """A stage with deals stays."""
    return STAGE_IN_USE if deals_in(stage_id=row.id) else None


def pipeline_in_use(row: Row) -> Label | None:
    """A pipeline with deals stays."""
    return PIPELINE_IN_USE if deals_in(pipeline_id=row.id) else None


def deals_in(**where: int) -> bool:
    everywhere = Deal._base_manager.filter(Mark(Deal._meta.db_table), deleted_at__isnull=True)
    return everywhere.filter(**where).exists()


def stage_kind(draft: Draft) -> None:
    """Whether deals are open, won or lost is the kind of their stage, so it stays while deals stand in it."""
    if draft.is_new or not draft.changed("kind"):
        return
    inside = Deal._base_manager.filter(Mark(Deal._meta.db_table), stage_id=draft.id or 0)
    if inside.exists():
        draft.fail("kind", STAGE_IN_USE)


def deal_stage(draft: Draft) -> None:
    """A deal stands in a stage of its own pipeline; every step is kept with the time spent before it."""
    stage = draft.linked("stage")
    if stage is None or not (draft.changed("stage") or draft.changed("pipeline")):
        return
    if draft.changed("pipeline") and draft["pipeline"] != stage["pipeline"] and draft.changed("stage"):
        draft.fail("stage", _("This stage belongs to another pipeline."))
        return
    draft.set("pipeline", stage["pipeline"])
    draft.set("status", stage["kind"])
    if not draft.changed("probability"):
        draft.set("probability", stage["probability"])
    enter_stage(draft, stage)
    if not draft.is_new:
        draft.emit("moved")


def deal_outcome(draft: Draft) -> None:
    """A closed deal has the day it was closed on and a lost one its reason; a reopened one has neither."""
    if not draft.changed("status"):
        return
    status, before = draft["status"], draft.was("status")
    check_outcome(draft, status, before)
    if status == "open":
        draft.set("closed_on", None)
        draft.set("lost_reason", None)
        if before in CLOSED:
            draft.emit("reopened")
        return
    if not draft["closed_on"]:
        draft.set("closed_on", draft.ctx.today)
    if status == "won":
        draft.set("lost_reason", None)
    draft.emit(status)


def check_outcome(draft: Draft, status: str, before: str | None) -> None:
    """Whoever may not win, lose or reopen deals does not do so by moving one to another stage."""
    verb = {"won": "deal.win", "lost": "deal.lose"}.get(status, "deal.reopen" if before in CLOSED else "")
    if verb and not rights.allows(draft.by, verb, "deal"):
        draft.fail("stage", _("Your role does not allow this. Ask an administrator for the right."))


def deal_place(draft: Draft) -> None:
    """A deal that comes into a stage stands first in it, unless it is put elsewhere.

    Its name decides the fraction of the second, so that deals made together have room between them.
    """
    if "position" in draft.values or not draft.changed("stage"):
        return
    fraction = zlib.crc32(str(draft["name"]).encode("utf-8", "surrogatepass")) / 2**32
    draft.set("position", fraction - draft.at.timestamp())


def line_total(draft: Draft) -> None:
    """A line takes its product's name and price unless another price is given; its total is exact."""
    product = draft.linked("product")
    if product is None:
        return
    if draft.changed("product"):
        draft.set("name", product["name"])
        if draft["unit_price"] is None:
            draft.set("unit_price", product["price"])
    price: Money | None = draft["unit_price"]
    if price is None:
        draft.set("total", None)
        return
    share = (Decimal(100) - (draft["discount"] or 0)) / 100
    draft.set("total", (price * (draft["quantity"] or Decimal(0)) * share).rounded())
