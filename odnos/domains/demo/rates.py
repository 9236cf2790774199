"""What the currency of the demo's foreign customers was worth, quarter by quarter."""

from __future__ import annotations

import datetime as dt

from odnos.domains.demo.stage import Made, Stage
from odnos.domains.organisation.rate_objects import EXCHANGE_RATE

QUARTER, UNITS = 91, 100


def tell(stage: Stage) -> None:
    """Write down the rates of all days of the demo, a little different each quarter."""
    currency, rate = stage.words.export
    made = []
    for days in range(stage.size.days + QUARTER, 0, -QUARTER):
        moment = stage.working_hour(days)
        values = {
            "currency": currency,
            "into_currency": stage.words.currency,
            "day": (stage.today - dt.timedelta(days=days)).isoformat(),
            "units": UNITS,
            "rate": f"{UNITS / rate * stage.dice.uniform(0.97, 1.03):.2f}",
        }
        made.append(Made(stage.office["administrator"], moment, values))
    stage.create(EXCHANGE_RATE, made)
