"""A file of deals comes in through the stages' gates: what a stage needs is missed row by row, and told."""

import dataclasses

import pytest

from odnos.engine.records import read
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.engine.merging import make, stages
from tests.people import NOON
from tests.transfer.bring import bring, reasons

FILE = "name,pipeline,stage,amount\nLamps,Sales,Won,100 EUR\nChairs,Sales,Won,\nDesks,Sales,Talk,\n"


@pytest.fixture
def gate(cast):
    """Return `gate(…)`: a gate before Won that needs an amount."""

    def make_gate(**given):
        _talk, won, _lost = stages()
        make("stage_gate", cast.dora, stage=won.id, needed=["amount"], **given)
        definitions.refresh()

    return make_gate


def importing(cast):
    """Dora as the worker acts for her."""
    return dataclasses.replace(cast.dora, source="import")


def brought(cast):
    deals = read.query(registry.get("deal"), by=cast.dora, at=NOON, sort="name").rows
    return [(row["name"], row["status"]) for row in deals]


def test_a_row_without_what_the_stage_needs_stays_out_with_the_reason(cast, gate):
    gate()

    made = bring("deal", FILE, by=importing(cast))

    assert (made.created, made.failed) == (2, 1)
    assert brought(cast) == [("Desks", "open"), ("Lamps", "won")]
    assert reasons(made, is_fatal=True) == [(3, "Amount: Fill this in to enter “Won”.")]


def test_history_passes_where_the_administrator_lets_imports_in(cast, gate):
    gate(is_open_to_imports=True)

    made = bring("deal", FILE, by=importing(cast))

    assert (made.created, made.failed) == (3, 0)
    assert brought(cast) == [("Chairs", "won"), ("Desks", "open"), ("Lamps", "won")]
