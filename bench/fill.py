"""Fills an empty installation through the write path: `python -m bench.fill`, in the environment of the installation.

Prints a line of JSON per object: how many records, in how many seconds.
"""

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.sizes import PEOPLE_PER_TEAM, SIZES, TEAMS
from bench.words import Words

BATCH = 2000
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
PASSWORD = "a password for measuring"
SIGN_IN = ("administrator", "manager0", "representative0-1")
STAGES = (
    ("New", 10),
    ("Qualified", 20),
    ("Meeting", 30),
    ("Proposal", 50),
    ("Negotiation", 70),
    ("Contract", 90),
)


class Filling:
    """The installation being filled."""

    def __init__(self) -> None:
        from odnos.engine.access.actor import system_actor

        self.words = Words(seed=7)
        self.by = system_actor("filling a base to measure")
        self.owners: list[int] = []

    def chance(self, most: int) -> int:
        return self.words.chance.randint(1, most)

    def people(self) -> None:
        """Ten teams of a manager and four representatives, and an administrator."""
        from odnos.domains.organisation.actions import add_user

        def add(name: str, role: str, team: str) -> Any:
            email, password = f"{name}@bench.example", PASSWORD if name in SIGN_IN else ""
            return add_user(email, name=name, role=role, team=team, password=password, by=self.by, at=NOW)

        add("administrator", "administrator", "Office")
        for team in range(TEAMS):
            for person in range(PEOPLE_PER_TEAM):
                role, name = (
                    ("manager", f"manager{team}")
                    if person == 0
                    else ("representative", f"representative{team}-{person}")
                )
                self.owners.append(add(name, role, f"Team {team}").pk)

    def owner(self, *, foreign: bool = False) -> int:
        """Return somebody; with `foreign`, of another team than the one that is measured."""
        return self.words.chance.choice(self.owners[PEOPLE_PER_TEAM:] if foreign else self.owners)

    def territory(self) -> None:
        """One representative also reaches the dealers of everybody, those who report to them, and what was shared with them."""
        from odnos.engine.access.models import RoleDefinition
        from odnos.engine.records import write
        from odnos.engine.tables import definitions
        from odnos.objects.registry import registry

        def make(key: str, **values: Any) -> int:
            return write.create(registry.get(key), values, by=self.by, at=NOW).id

        role = make("role", name="Field", parent=RoleDefinition.objects.get(code="representative").pk)
        make("role_right", role=role, object="*", deed="see", scope="territory")
        definitions.refresh()
        person, report, *_rest = self.owners[1:PEOPLE_PER_TEAM]
        write.update(registry.get("user"), person, {"role": "field"}, version=None, by=self.by, at=NOW)
        write.update(registry.get("user"), report, {"manager": person}, version=None, by=self.by, at=NOW)
        dealers = make("territory", name="Dealers", people=[person])
        make("territory_rule", territory=dealers, object="contact", filter="job_title.is:Dealer")
        definitions.refresh()

    def share(self) -> None:
        """Contacts from all over are open to the representative one by one."""
        from odnos.engine.records import shares
        from odnos.objects.registry import registry

        for number in range(1, SIZES.contacts * 4 // 5, SIZES.contacts // 50):
            opening = {"user": self.owners[1]}
            shares.share(registry.get("contact"), number, opening, by=self.by, at=NOW)

    def write(self, key: str, count: int, values: Callable[[int], dict[str, Any]]) -> None:
        """Create `count` records in batches, each in a transaction of its own, and say how long it took."""
        from odnos.engine.records import write
        from odnos.objects.registry import registry

        spent = 0.0
        for first in range(0, count, BATCH):
            batch = [values(number) for number in range(first, min(first + BATCH, count))]
            at = NOW - dt.timedelta(days=365) * (1 - first / count)
            started = time.perf_counter()
            outcomes = write.create_many(registry.get(key), batch, by=self.by, at=at)
            spent += time.perf_counter() - started
            errors = next((outcome.errors for outcome in outcomes if outcome.errors), None)
            if errors:
                sys.exit(f"{key}: {errors}")
        print(json.dumps({"object": key, "count": count, "seconds": round(spent, 2)}), flush=True)

    def company(self, number: int) -> dict[str, Any]:
        return {
            "name": self.words.company(number),
            "domain": self.words.domain(),
            "phone": self.words.phone(),
            "industry": self.words.chance.choice(("retail", "software", "technology", "finance", "services")),
            "annual_revenue": f"{self.chance(9_000_000)} EUR",
            "employees": self.chance(5000),
            "address": {
                "city": self.words.chance.choice(("Москва", "Ljubljana", "Казань", "Maribor", "London"))
            },
            "owner": self.owner(),
        }

    def contact(self, number: int) -> dict[str, Any]:
        """The newest fifth are nobody's in the measured team or territory: its first page lies behind them."""
        name, foreign = self.words.person(), number >= SIZES.contacts * 4 // 5
        is_dealer = not foreign and self.words.chance.random() < 0.01
        return {
            "name": name,
            "email": self.words.email(name),
            "phone": self.words.phone(),
            "job_title": "Dealer"
            if is_dealer
            else self.words.chance.choice(("Director", "Buyer", "Инженер", "Бухгалтер", "Owner")),
            "company": self.chance(SIZES.companies),
            "owner": self.owner(foreign=foreign),
        }

    def deal(self, number: int) -> dict[str, Any]:
        closed = self.words.chance.random() < 0.6
        return {
            "name": f"{self.words.sentence(2, 3).capitalize()} {number}",
            "company": self.chance(SIZES.companies),
            "stage": self.chance(2) + len(STAGES) if closed else self.chance(len(STAGES)),
            "amount": f"{self.chance(100_000)} EUR",
            "closes_on": (NOW + dt.timedelta(days=self.chance(200) - 100)).date(),
            "owner": self.owner(),
        }

    def about(self) -> tuple[str, int]:
        if self.words.chance.random() < 0.5:
            return "deal", self.chance(SIZES.deals)
        return "contact", self.chance(SIZES.contacts)

    def note(self, _number: int) -> dict[str, Any]:
        return {"body": self.words.sentence(), "about": self.about()}

    def task(self, _number: int) -> dict[str, Any]:
        due = (NOW + dt.timedelta(days=self.chance(400) - 300)).date()
        done = self.words.chance.random() < 0.8
        return {
            "name": self.words.sentence(3, 6),
            "about": self.about(),
            "due_on": due,
            "assignee": self.owner(),
            "is_done": done,
        }

    def stages(self) -> None:
        from odnos.engine.records import write
        from odnos.objects.registry import registry

        pipeline = write.create(registry.get("pipeline"), {"name": "Sales"}, by=self.by, at=NOW)
        rows = [{"name": name, "probability": probability, "kind": "open"} for name, probability in STAGES]
        rows += [{"name": "Won", "kind": "won"}, {"name": "Lost", "kind": "lost"}]
        for position, row in enumerate(rows):
            write.create(
                registry.get("stage"),
                {**row, "pipeline": pipeline.id, "position": position},
                by=self.by,
                at=NOW,
            )


def parts(filling: Filling) -> Iterator[tuple[str, int, Callable[[int], dict[str, Any]]]]:
    yield "company", SIZES.companies, filling.company
    yield "contact", SIZES.contacts, filling.contact
    yield "deal", SIZES.deals, filling.deal
    yield "note", SIZES.notes, filling.note
    yield "task", SIZES.tasks, filling.task


def main() -> None:
    """Fill the installation that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    import django

    django.setup()
    from odnos.config.command import migrate_

    migrate_.migrate()
    filling = Filling()
    filling.people()
    filling.stages()
    filling.territory()
    for key, count, values in parts(filling):
        filling.write(key, count, values)
    filling.share()


if __name__ == "__main__":
    main()
