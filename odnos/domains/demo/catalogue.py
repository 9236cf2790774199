"""What the demo company sells, what goes with what, and what it cost when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from odnos.domains.catalog.objects import PRODUCT
from odnos.domains.demo.stage import Made, Stage

PRICES = (
    *(6490, 8900, 3950, 1890, 2650, 980, 1450, 690, 1180, 540),
    *(118, 149, 126, 189, 145, 48, 95, 260, 420, 1350),
    *(350, 890, 1490, 420, 240),
)
SERIES = (0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 5)
UNITS = (0,) * 10 + (1,) * 4 + (0,) * 6 + (3, 2, 2, 3, 0)
CONSUMABLES, CONTRACTS = range(10, 18), range(21, 25)
INSTALLATION, TRAINING = 20, 23
SETS = ((0, 7, 14, 17), (1, 8, 14, 16, 18), (2, 7, 14), (3, 17), (4, 15, 17), (5, 9, 11), (6, 18, 19))
"""A machine, and what is usually bought with it."""
OFTEN = (5, 2, 5, 6, 4, 3, 1)
TASTES = ((13, 10, 15), (10, 15), (10, 12), (11, 12, 14), (13, 16))
"""What customers drink, and what they order with it."""
SEASON = (1.12, 1.08, 1.04, 1.0, 0.94, 0.88, 0.82, 0.85, 1.0, 1.08, 1.14, 1.18)
"""How much coffee is drunk in a month of the year, next to the others."""
OFFERS = {2: 0.9, 4: 0.8, 7: 0.85, 9: 0.9, 11: 0.8}
"""The months in which consumables cost less."""
ANSWER = -1.8
"""How the quantity answers to the price: its elasticity."""


@dataclass
class Product:
    id: int
    price: Decimal


def stock(stage: Stage) -> list[Product]:
    """Make the catalogue."""
    words, office = stage.words, stage.office["administrator"]
    made = [
        Made(
            office,
            stage.working_hour(stage.size.days + 15),
            {
                "name": name,
                "code": f"CB-{place + 101}",
                "series": words.series[SERIES[place]],
                "price": f"{round(price * words.scale)} {words.currency}",
                "unit": words.units[UNITS[place]],
            },
        )
        for place, (name, price) in enumerate(zip(words.products, PRICES, strict=True))
    ]
    ids = stage.create(PRODUCT, made)
    return [
        Product(record_id, Decimal(round(price * words.scale)))
        for record_id, price in zip(ids, PRICES, strict=True)
    ]


def reduction(day: dt.date) -> float:
    """Return what consumables cost on a day, as a part of their price."""
    return OFFERS.get(day.month, 1.0)


def demand(day: dt.date) -> float:
    """Return how much is ordered on a day, next to a usual one: by the season and by the price."""
    return float(SEASON[day.month - 1] * reduction(day) ** ANSWER)
