"""Builds the demo company: the same one every time for a language, up to the day on which it is built."""

from __future__ import annotations

import datetime as dt
from random import Random

from django.db import transaction
from django.utils.translation import gettext as _

from odnos.domains.demo import catalogue, leads, market, orders, people, rates, sales, work
from odnos.domains.demo.sample import KIND
from odnos.domains.demo.stage import Stage
from odnos.domains.demo.words import words_of
from odnos.engine.access.models import Organisation
from odnos.engine.audit.models import ChangeSet, Entry

SEED = 20


def build(*, language: str, at: dt.datetime) -> list[dict[str, str]]:
    """Fill an empty database, and return e-mail, password and role of those who can sign in. All of it or nothing."""
    words = words_of(language)
    stage = Stage(words=words, at=at, dice=Random(SEED))  # noqa: S311 -- a lively picture, not a secret
    with transaction.atomic():
        Organisation.objects.create(
            name=words.company,
            currency=words.currency,
            country=words.country,
            locale=language,
            timezone=words.timezone,
            is_demo=True,
        )
        made = ChangeSet.objects.create(kind=KIND, label=_("Sample data"), at=at)
        stage.change_set = made.pk
        entrants = people.hire(stage, language=language)
        rates.tell(stage)
        products = catalogue.stock(stage)
        customers = market.find(stage)
        leads.find_leads(stage, customers)
        deals = sales.sell(stage, customers, products, sales.lay_out(stage))
        work.write_down(stage, customers, deals)
        orders.order(stage, customers, deals, products)
        made.entries = Entry.objects.filter(change_set_id=made.pk).count()
        made.save(update_fields=["entries"])
    return entrants
