"""`python -m bench.analytics_changed`, in the environment of a filled installation that runs: how soon the store has what was changed.

Changes ten thousand deals in one transaction, some times, and asks the store until it says so. Prints a line of JSON.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import time

from bench.analytics_fill import DEALS

CHANGED = min(10_000, DEALS)
TURNS = 5
PATIENCE = 60.0
EVERY = 0.01


def main() -> None:
    """Measure the installation that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    import django

    django.setup()
    from odnos.engine.access.actor import system_actor
    from odnos.engine.records import write
    from odnos.objects.registry import registry

    by, deal = system_actor("changing what is measured"), registry.get("deal")
    written, seen = [], []
    for turn in range(TURNS):
        source = f"Turn {turn} of {time.time():.0f}"
        changes = [write.Change(id=number, values={"source": source}) for number in range(1, CHANGED + 1)]
        started = time.perf_counter()
        write.update_many(deal, changes, by=by, at=dt.datetime.now(dt.UTC))
        committed = time.perf_counter()
        wait_for(source)
        written.append(committed - started)
        seen.append(time.perf_counter() - committed)
        time.sleep(2)
    print(json.dumps({"written": written, "seen": seen}))


def wait_for(source: str) -> None:
    """Return when the store has all changes."""
    from odnos.analytics.store import store

    end = time.monotonic() + PATIENCE
    sql = "SELECT count(*) FROM deal WHERE source = $source"
    while store().ask(sql, {"source": source}).rows[0][0] < CHANGED:
        if time.monotonic() > end:
            raise SystemExit("the store does not follow")
        time.sleep(EVERY)


if __name__ == "__main__":
    main()
