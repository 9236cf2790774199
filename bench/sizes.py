"""How much there is. SCALE=0.1 makes a tenth of it."""

import os
from dataclasses import dataclass

SCALE = float(os.environ.get("SCALE", "1"))
TEAMS, PEOPLE_PER_TEAM = 10, 5


@dataclass(frozen=True)
class Sizes:
    companies: int
    contacts: int
    deals: int
    notes: int
    tasks: int

    @property
    def total(self) -> int:
        return self.companies + self.contacts + self.deals + self.notes + self.tasks


SIZES = Sizes(*(max(10, int(count * SCALE)) for count in (200_000, 1_000_000, 300_000, 2_000_000, 1_000_000)))
