"""The demo's customers: companies, the people in them, and leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from odnos.domains.demo.people import address, latin
from odnos.domains.demo.stage import Changed, Made, Stage
from odnos.domains.people.objects import COMPANY, CONTACT, LEAD, SIZES, SOURCES

EAGERNESS = (5, 3, 4, 4, 2, 3)  # how much each representative has to do, next to the others
EMPLOYEES = {
    "1-9": (3, 9),
    "10-49": (12, 48),
    "50-249": (55, 240),
    "250-999": (260, 900),
    "1000+": (1100, 4200),
}


@dataclass
class Customer:
    """A company, who looks after it, since when, and who works there."""

    id: int
    name: str
    domain: str
    owner: int
    since: dt.datetime
    contacts: list[int] = field(default_factory=list)


def find(stage: Stage) -> list[Customer]:
    """Make the companies and their people."""
    every = [
        (form, industry, name) for form, industry in stage.words.firms for name in stage.words.firm_names
    ]
    made, customers = [], []
    for form, industry, name in stage.dice.sample(every, stage.size.companies):
        owner = eager(stage)
        since = stage.working_hour(stage.size.days * stage.dice.random() ** 0.45)
        company = form.format(name)
        customer = Customer(
            0, company, f"{latin(company.replace('«', '').replace('»', ''))}.example", owner, since
        )
        made.append(Made(owner, since, describe(stage, customer, industry)))
        customers.append(customer)
    for customer, record_id in zip(customers, stage.create(COMPANY, made), strict=True):
        customer.id = record_id
    employ(stage, customers)
    return customers


def eager(stage: Stage) -> int:
    """Return one of the sellers, those more often who have more to do."""
    return stage.dice.choices(stage.sellers, EAGERNESS[: len(stage.sellers)])[0]


def describe(stage: Stage, customer: Customer, industry: str) -> dict[str, Any]:
    dice, words = stage.dice, stage.words
    size = dice.choices([key for key, _label in SIZES], (5, 8, 5, 2, 1))[0]
    employees = dice.randint(*EMPLOYEES[size])
    city, code = dice.choice(words.places)
    return {
        "name": customer.name,
        "industry": industry,
        "website": f"https://{customer.domain}",
        "email": f"info@{customer.domain}",
        "phone": words.phone.format(dice.randrange(1000)),
        "size": size,
        "employees": employees,
        "annual_revenue": f"{round(employees * dice.randint(45, 110) * words.scale) * 1000} {words.currency}",
        "founded": dice.randint(1962, 2022),
        "address": {
            "street": f"{dice.choice(words.streets)} {dice.randint(1, 90)}",
            "city": city,
            "postcode": code,
            "country": words.country,
        },
        "tags": dice.sample(words.tags, dice.choices((0, 1, 2), (5, 4, 1))[0]),
        "description": dice.choice(words.descriptions) if dice.random() < 0.5 else "",
    }


def employ(stage: Stage, customers: list[Customer]) -> None:
    """Give every company two people, and the others to whoever needs more."""
    places = [
        *customers,
        *customers,
        *stage.dice.choices(customers, k=stage.size.contacts - 2 * len(customers)),
    ]
    taken: set[str] = set()
    made = []
    for customer in places:
        first, last = name(stage)
        email = address(first, last, customer.domain)
        while email in taken:
            first, last = name(stage)
            email = address(first, last, customer.domain)
        taken.add(email)
        made.append(
            Made(
                customer.owner,
                stage.after(customer.since, stage.dice.random() * 4) or customer.since,
                {
                    "name": f"{first} {last}",
                    "first_name": first,
                    "last_name": last,
                    "job_title": stage.dice.choice(stage.words.titles),
                    "company": customer.id,
                    "email": email,
                    "phone": stage.words.mobile.format(stage.dice.randrange(10000)),
                    "source": stage.dice.choice(SOURCES[:-1])[0],
                    "birthday": born(stage) if stage.dice.random() < 0.3 else "",
                },
            )
        )
    for customer, record_id in zip(places, stage.create(CONTACT, made), strict=True):
        customer.contacts.append(record_id)


def name(stage: Stage) -> tuple[str, str]:
    words, dice = stage.words, stage.dice
    if dice.random() < 0.5:
        return dice.choice(words.women), dice.choice(words.women_surnames)
    return dice.choice(words.men), dice.choice(words.men_surnames)


def born(stage: Stage) -> str:
    return dt.date(
        stage.dice.randint(1962, 2002), stage.dice.randint(1, 12), stage.dice.randint(1, 28)
    ).isoformat()


def find_leads(stage: Stage) -> None:
    """Make the leads of the last four months, and take most of them further."""
    made = [
        Made(
            eager(stage),
            stage.working_hour(min(120, stage.size.days) * stage.dice.random()),
            lead(stage),
        )
        for _number in range(stage.size.leads)
    ]
    open_ = [
        (record_id, item.by, item.at) for record_id, item in zip(stage.create(LEAD, made), made, strict=True)
    ]
    for status, share, days in (
        ("working", 0.8, 1),
        ("mql", 0.6, 4),
        ("sql", 0.6, 6),
        ("disqualified", 0.25, 9),
    ):
        moved = []
        for record_id, by, since in open_:
            moment = stage.after(since, days * (0.4 + stage.dice.random()))
            if moment and stage.dice.random() < share:
                moved.append((record_id, by, moment))
        stage.update(
            LEAD, [Changed(record_id, by, moment, {"status": status}) for record_id, by, moment in moved]
        )
        open_ = moved


def lead(stage: Stage) -> dict[str, Any]:
    words, dice = stage.words, stage.dice
    first, last = name(stage)
    form, _industry = dice.choice(words.firms)
    company = form.format(dice.choice(words.firm_names))
    source = dice.choices([key for key, _label in SOURCES[:-1]], (6, 3, 4, 2, 2, 1))[0]
    utm = {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": dice.choice(words.campaigns)}
    return {
        "name": f"{first} {last}",
        "company_name": company,
        "job_title": dice.choice(words.titles),
        "email": address(first, last, f"{latin(company)}.example"),
        "phone": words.mobile.format(dice.randrange(10000)),
        "source": source,
        "value": f"{round(dice.randint(8, 90) * 100 * words.scale)} {words.currency}",
        **(utm if source == "advertising" else {}),
    }
