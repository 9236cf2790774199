"""The first day: a company, its administrator, and a way to sell."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from odnos.domains.deals import pipelines
from odnos.domains.organisation import actions
from odnos.engine.access.actor import system_actor
from odnos.engine.access.models import User


def open_for_business(
    *,
    company: str,
    person: str,
    email: str,
    password: str,
    team: str,
    at: dt.datetime,
    **settings: str,
) -> User:
    """Make all that the first person needs to begin (`settings`: currency, country, locale, timezone). Raises actions.AlreadyFounded, Invalid."""
    with transaction.atomic():
        user = actions.found_company(
            name=company,
            person=person,
            email=email,
            password=password,
            team=team,
            at=at,
            **settings,
        )
        pipelines.ensure_pipeline(by=system_actor("the first run makes the pipeline"), at=at)
    return user
