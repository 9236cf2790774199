"""The demo's customers: companies, the people in them, and who looks after whom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from odnos.domains.demo.people import address, latin
from odnos.domains.demo.stage import Made, Stage
from odnos.domains.people.objects import COMPANY, CONTACT, SIZES, SOURCES

EAGERNESS = (5, 3, 4, 4, 2, 3)  # how much each representative has to do, next to the others
FOUND_BY = (6, 5, 4, 3, 2, 2)  # how many customers each source brings, next to the others
EARLY, HANDED, HANDED_SINCE = 0.4, 0.28, 270
"""Which part of the customers was there from the beginning, and which part went to somebody else in the last days."""
EAGER, LEAVING = (1.6, 82.0), (0.6, 180.0)
"""The shapes and the rates of the gamma distributions of orders a day, and of leaving."""
EMPLOYEES = {
    "1-9": (3, 9),
    "10-49": (12, 48),
    "50-249": (55, 240),
    "250-999": (260, 900),
    "1000+": (1100, 4200),
}


@dataclass
class Customer:
    """A company, who looks after it, since when, how it found us, who asked, and who works there.

    It buys as much as its `size` says next to others, as often as its `thirst` does (orders a day), `until` it goes
    elsewhere. An `heir` took it over.
    """

    name: str
    domain: str
    owner: int
    since: dt.datetime
    source: str
    asker: tuple[str, str]
    size: float
    thirst: float
    until: dt.datetime
    id: int = 0
    contacts: list[int] = field(default_factory=list)
    heir: int = 0
    handed_at: dt.datetime | None = None

    def keeper(self, moment: dt.datetime) -> int:
        """Return who looks after the company at a moment."""
        return self.heir if self.handed_at and moment >= self.handed_at else self.owner


def find(stage: Stage) -> list[Customer]:
    """Make the companies and their people."""
    every = [
        (form, industry, name) for form, industry in stage.words.firms for name in stage.words.firm_names
    ]
    made, customers = [], []
    for form, industry, name in stage.dice.sample(every, stage.size.companies):
        customer = meet(stage, form.format(name))
        made.append(Made(customer.owner, customer.since, describe(stage, customer, industry)))
        customers.append(customer)
    for customer, record_id in zip(customers, stage.create(COMPANY, made), strict=True):
        customer.id = record_id
    employ(stage, customers)
    return customers


def meet(stage: Stage, company: str) -> Customer:
    """Return a customer: since when, found how, looked after by whom."""
    dice, days = stage.dice, stage.size.days
    since = stage.working_hour(days * (1 - 0.07 * dice.random() if dice.random() < EARLY else dice.random()))
    customer = Customer(
        company,
        domain(company),
        eager(stage),
        since,
        dice.choices([key for key, _label in SOURCES[:-1]], FOUND_BY)[0],
        name(stage),
        dice.lognormvariate(0, 0.75),
        *loyalty(stage, since),
    )
    if stage.dice.random() < HANDED:
        hand_on(stage, customer)
    return customer


def hand_on(stage: Stage, customer: Customer) -> None:
    """Let a colleague take the customer over at some moment of the last nine months."""
    colleagues = stage.colleagues(customer.owner)
    known = (stage.at - customer.since).total_seconds() / 86400
    ago = 1 + (min(known, HANDED_SINCE) - 10) * stage.dice.random() ** 1.4
    if colleagues and known > 20:
        customer.heir = stage.dice.choice(colleagues)
        customer.handed_at = stage.after(customer.since, known - ago)


def loyalty(stage: Stage, since: dt.datetime) -> tuple[float, dt.datetime]:
    """Return how often a customer orders, and until when: drawn as Schmittlein, Morrison and Colombo (1987) describe it."""
    dice = stage.dice
    thirst = dice.gammavariate(EAGER[0], 1 / EAGER[1])
    leaving = dice.gammavariate(LEAVING[0], 1 / LEAVING[1])
    return thirst, since + dt.timedelta(days=min(5000.0, 5 + dice.expovariate(leaving)))


def domain(company: str) -> str:
    """Return the domain a company of that name would have."""
    return f"{latin(company.replace('«', '').replace('»', ''))}.example"


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
    """Give every company two people from the beginning, and the others to whoever needs more, in time."""
    dice = stage.dice
    first = [*customers, *customers]
    later = dice.choices(customers, k=stage.size.contacts - len(first))
    taken: set[str] = set()
    made = []
    for place, customer in enumerate([*first, *later]):
        known = (stage.at - customer.since).total_seconds() / 86400
        days = dice.random() * (4 if place < len(first) else known)
        moment = stage.after(customer.since, days) or customer.since
        asker = customer.asker if place < len(customers) else name(stage)
        made.append(Made(customer.keeper(moment), moment, somebody(stage, customer, asker, taken)))
    for customer, record_id in zip([*first, *later], stage.create(CONTACT, made), strict=True):
        customer.contacts.append(record_id)


def somebody(stage: Stage, customer: Customer, called: tuple[str, str], taken: set[str]) -> dict[str, Any]:
    """Return a person of a company, called otherwise where another one has the e-mail address."""
    first, last = called
    while (email := address(first, last, customer.domain)) in taken:
        first, last = name(stage)
    taken.add(email)
    return {
        "name": f"{first} {last}",
        "first_name": first,
        "last_name": last,
        "job_title": stage.dice.choice(stage.words.titles),
        "company": customer.id,
        "email": email,
        "phone": stage.words.mobile.format(stage.dice.randrange(10000)),
        "source": customer.source,
        "birthday": born(stage) if stage.dice.random() < 0.3 else "",
    }


def name(stage: Stage) -> tuple[str, str]:
    words, dice = stage.words, stage.dice
    if dice.random() < 0.5:
        return dice.choice(words.women), dice.choice(words.women_surnames)
    return dice.choice(words.men), dice.choice(words.men_surnames)


def born(stage: Stage) -> str:
    return dt.date(
        stage.dice.randint(1962, 2002), stage.dice.randint(1, 12), stage.dice.randint(1, 28)
    ).isoformat()
