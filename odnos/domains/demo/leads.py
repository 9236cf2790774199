"""The demo's leads: those who became customers, and those who are on their way or went no further."""

from __future__ import annotations

import datetime as dt
from typing import Any

from odnos.domains.demo.market import Customer, domain, eager, name
from odnos.domains.demo.people import address
from odnos.domains.demo.stage import Changed, Made, Stage
from odnos.domains.people.objects import LEAD, SOURCES

DAYS = 270
"""How far back leads were written down."""
ASKED_BY = (7, 3, 8, 4, 2, 1)  # how many ask by each source, next to the others
WAY = (("working", 0.85, 1), ("mql", 0.6, 4), ("sql", 0.6, 6), ("disqualified", 0.35, 9))
"""The statuses one after another: which part gets there, and after how many days."""


def find_leads(stage: Stage, customers: list[Customer]) -> None:
    """Make the leads of the last months, and take them further."""
    span = min(DAYS, stage.size.days)
    limit = stage.at - dt.timedelta(days=span)
    became = [one for one in customers if one.since > limit][: stage.size.leads // 2]
    become(stage, became)
    linger(stage, stage.size.leads - len(became), span)


def become(stage: Stage, customers: list[Customer]) -> None:
    """Make the leads that these customers were, a few days before they became customers."""
    made = []
    for customer in customers:
        asked = customer.since - dt.timedelta(days=2 + 12 * stage.dice.random())
        made.append(Made(customer.owner, asked, lead(stage, customer.asker, customer.name, customer.source)))
    ids = stage.create(LEAD, made)
    settled = [
        Changed(
            record_id,
            customer.owner,
            customer.since,
            {
                "status": "converted",
                "converted_at": customer.since,
                "company": customer.id,
                "contact": customer.contacts[0],
            },
        )
        for record_id, customer in zip(ids, customers, strict=True)
    ]
    stage.update(LEAD, settled, action="converted")


def linger(stage: Stage, number: int, days: float) -> None:
    """Make leads that are no customers, and take each as far as it came."""
    made = []
    for _number in range(number):
        form, _industry = stage.dice.choice(stage.words.firms)
        company = form.format(stage.dice.choice(stage.words.firm_names))
        source = stage.dice.choices([key for key, _label in SOURCES[:-1]], ASKED_BY)[0]
        moment = stage.working_hour(days * stage.dice.random())
        made.append(Made(eager(stage), moment, lead(stage, name(stage), company, source)))
    there = [(number, one.by, one.at) for number, one in zip(stage.create(LEAD, made), made, strict=True)]
    for status, share, after in WAY:
        moved = []
        for record_id, by, since in there:
            moment_ = stage.after(since, after * (0.4 + stage.dice.random()))
            if moment_ and stage.dice.random() < share:
                moved.append((record_id, by, moment_))
        stage.update(LEAD, [Changed(number, by, at, {"status": status}) for number, by, at in moved])
        there = moved


def lead(stage: Stage, asker: tuple[str, str], company: str, source: str) -> dict[str, Any]:
    words, dice = stage.words, stage.dice
    first, last = asker
    utm = {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": dice.choice(words.campaigns)}
    return {
        "name": f"{first} {last}",
        "company_name": company,
        "job_title": dice.choice(words.titles),
        "email": address(first, last, domain(company)),
        "phone": words.mobile.format(dice.randrange(10000)),
        "source": source,
        "value": f"{round(dice.randint(8, 90) * 100 * words.scale)} {words.currency}",
        **(utm if source == "advertising" else {}),
    }
