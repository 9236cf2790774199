"""`odnos analytics`: the analytical store: how it is, whether it is equal to the operational base, and made anew."""

import argparse
import time
from collections.abc import Callable
from typing import Any

PAUSE = 0.3


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("status", "check", "rebuild"),
        help="status: how far the feed is; check: compare every table with the operational base;"
        " rebuild: make the store anew beside the old one, prove it equal and swap",
    )


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    from odnos.config.processes import analytics

    if keeper := analytics.reached():
        return _done(keeper, given.what)
    with analytics.begun() as keeper:  # nobody has the store open: it is kept here, for as long as this takes
        return _done(keeper, given.what)


def _done(keeper: Any, what: str) -> int:
    if what == "status":
        return _status(keeper.status())
    keeper.want(what)
    try:
        return _outcome(_watched(keeper))
    except KeyboardInterrupt:
        keeper.break_off()
        print("\nodnos: given up; the store is as it was")
        return 130


def _status(state: dict[str, Any]) -> int:
    print(f"{state['doing']}; as of {state['as_of'] or 'never: it was not filled yet'}")
    return 0


def _watched(keeper: Any) -> dict[str, Any]:
    shown = ""
    while True:
        state = keeper.status()
        if state["told"]:
            return dict(state["told"])
        if (now := f"{state['table']}: {state['rows']:,} rows") != shown and state["table"]:
            print(now, flush=True)
            shown = now
        time.sleep(PAUSE)


def _outcome(told: dict[str, Any], say: Callable[[str], None] = print) -> int:
    if told.get("broken"):
        say("given up; the store is as it was")
        return 1
    for table, base, store, *sums in told["tables"]:
        if (base, sums[0]) != (store, sums[1]):
            say(
                f"BAD {table}: {base:,} rows in the base, {store:,} in the store, checksums {' and '.join(sums)}"
            )
    number = sum(row[1] for row in told["tables"])
    if told["is_equal"]:
        say(f"equal: {len(told['tables'])} tables, {number:,} rows, all counts and checksums agree")
    if "seconds" in told:
        say(f"{told['rows']:,} rows in {told['seconds']:.1f} s")
    return 0 if told["is_equal"] else 1
