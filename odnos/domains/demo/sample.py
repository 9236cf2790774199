"""Sample data for a company of one's own: a small market made by the write path, known by the change set it was made in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from odnos.domains.deals.objects import PIPELINE, STAGE
from odnos.domains.demo import catalogue, leads, market, orders, sales, work
from odnos.domains.demo.stage import DemoDefect, Size, Stage
from odnos.domains.demo.thinking import Path
from odnos.domains.demo.words import Words, words_of
from odnos.engine.access.actor import Actor
from odnos.engine.access.models import Organisation
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.objects.registry import registry

KIND = "sample"
SEED = 7
SMALL = Size(companies=12, contacts=30, leads=8, deals=24, errands=5, days=90)
CUSTOMERS = ("contact", "company", "lead", "deal", "order")
LANGUAGES = ("en", "ru", "sl")
WON, LOST = ("won", 100, None, 0, 0.0), ("lost", 0, None, 0, 0.0)


class NotEmpty(Denied):
    """There are customers already: samples would stand among them."""

    def __init__(self) -> None:
        super().__init__(_("There are customers here already. Sample data is for an empty company."))


class Unfitting(Denied):
    """The company was fitted in a way that the samples do not know."""

    def __init__(self) -> None:
        super().__init__(_("The sample data does not fit what you have set up, such as a required field."))


def load(*, by: Actor, at: dt.datetime) -> ChangeSet:
    """Fill an empty company with samples that belong to the actor. Raises Denied, NotEmpty, Unfitting."""
    check(by)
    with transaction.atomic():
        Organisation.objects.select_for_update().first()
        if not is_empty(by=by, at=at):
            raise NotEmpty
        made = ChangeSet.objects.create(kind=KIND, label=_("Sample data"), actor_id=by.user_id, at=at)
        try:
            fill(stage_for(made, by=by, at=at))
        except DemoDefect as defect:
            raise Unfitting from defect
        made.entries = Entry.objects.filter(change_set_id=made.pk).count()
        made.save(update_fields=["entries"])
    return made


def check(by: Actor) -> None:
    """Raise Denied unless the actor may load and remove samples."""
    if not by.is_administrator or by.user_id is None or by.narrow:
        raise Denied(_("Only an administrator may load or remove sample data."))


def is_empty(*, by: Actor, at: dt.datetime) -> bool:
    """Whether there is no customer and no deal yet."""
    return not any(read.count(registry.get(key), by=by, at=at, cap=1).number for key in CUSTOMERS)


def stage_for(made: ChangeSet, *, by: Actor, at: dt.datetime) -> Stage:
    """Return the stage on which the actor plays every part."""
    oneself = by.user_id or 0
    stage = Stage(words=words_for(by), at=at, dice=Random(SEED), size=SMALL, change_set=made.pk)  # noqa: S311 -- a picture, not a secret
    stage.actors[oneself] = replace(by, source="demo")
    stage.sellers.append(oneself)
    stage.office = {"administrator": oneself, "manager": oneself}
    return stage


def words_for(by: Actor) -> Words:
    """Return the words of the actor's language, with the money and the time of their company."""
    words = words_of(by.locale if by.locale in LANGUAGES else "en")
    same = words.currency == by.currency
    return replace(
        words,
        currency=by.currency,
        export=(by.currency, 1.0),
        scale=words.scale if same else 1,
        timezone=by.timezone,
    )


def fill(stage: Stage) -> None:
    by = stage.actors[stage.sellers[0]]
    products = catalogue.stock(stage)
    customers = market.find(stage)
    leads.find_leads(stage, customers)
    deals = sales.sell(stage, customers, products, [path_of(by=by, at=stage.at)])
    work.write_down(stage, customers, deals)
    orders.order(stage, customers, deals, products)


def path_of(*, by: Actor, at: dt.datetime) -> Path:
    """Return the way through the company's first pipeline. Raises Unfitting when it has no end or no beginning."""
    first = read.query(PIPELINE, by=by, at=at, sort="position", columns=("name",), limit=1).rows
    if not first:
        raise Unfitting
    asked = Condition(("pipeline",), "is", first[0].id)
    rows = read.query(STAGE, by=by, at=at, filter=asked, sort="position", limit=100).rows
    ids: Mapping[str, list[int]] = {
        kind: [row.id for row in rows if row["kind"] == kind] for kind in ("open", "won", "lost")
    }
    if not all(ids.values()):
        raise Unfitting
    open_ = [
        ("open", row["probability"], row["rots_after_days"], 7, 0.15) for row in rows if row["kind"] == "open"
    ]
    return [*open_, WON, LOST], [*ids["open"], ids["won"][0], ids["lost"][0]]
