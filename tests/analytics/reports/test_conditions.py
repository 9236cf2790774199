"""A filter finds in the store what it finds in the operational base, for whoever asks."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.conditions import both, held, reached
from odnos.analytics.reports.dialects import DUCKDB
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.custom.rules import extendable
from odnos.engine.filters.tree import All, Node, Not
from odnos.engine.filters.tree import Any as AnyOf
from odnos.objects.registry import ObjectType, registry
from tests.contract.test_paging import fill
from tests.contract.world import World
from tests.engine.test_holds import asked, firms, found, rows_of  # noqa: F401 -- firms is a fixture
from tests.people import NOON, Cast

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")


def counted(object_type: ObjectType, node: Node, store: Any, *, by: Actor) -> set[int] | str:
    """Return the records that the store finds, or that it was asked wrongly."""
    asking = Asking(by=by, at=NOON, dialect=DUCKDB)
    object_type = safe(object_type, by=by)
    try:
        where = both([reached(object_type, "t", asking), held(object_type, "t", node, asking)])
    except ValueError:
        return "refused"
    answer = store.ask(f'SELECT id FROM "{object_type.key}" AS t WHERE {where}', asking.parameters)
    return {row[0] for row in answer.rows}


@pytest.mark.parametrize("object_type", [pytest.param(item, id=item.key) for item in extendable()])
def test_each_condition_on_a_declared_field_finds_the_same_records(object_type, cast: Cast, analytics):
    fill(object_type, World(cast))
    analytics.refresh()

    files = {item.name for item in object_type.all_fields if item.kind == "file"}
    known = [
        node for node in asked(object_type, rows_of(object_type, by=cast.dora)) if node.path[0] not in files
    ]
    for by, step in ((cast.dora, 2), (cast.max, 23), (cast.ada, 11), (cast.cleo, 19)):
        for node in known[::step]:
            assert counted(object_type, node, analytics, by=by) == found(object_type, node, by=by), (
                node,
                by.name,
            )


def test_trees_of_conditions_on_all_kinds_of_fields_find_the_same_records(firms, analytics):  # noqa: F811
    analytics.refresh()
    by, boss = firms
    known = [
        node for node in asked(COMPANY, rows_of(COMPANY, by=boss)) if found(COMPANY, node, by=by) != "refused"
    ]
    for node in known[::5]:
        assert counted(COMPANY, node, analytics, by=by) == found(COMPANY, node, by=by), node
        assert counted(COMPANY, Not(node), analytics, by=by) == found(COMPANY, Not(node), by=by), (
            "not",
            node,
        )

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(trees(known), st.sampled_from((by, boss)))
    def agree(node: Node, by: Actor) -> None:
        assert counted(COMPANY, node, analytics, by=by) == found(COMPANY, node, by=by)

    agree()


def trees(known: list[Node]) -> st.SearchStrategy[Node]:
    """Return trees out of some conditions."""
    leaves = st.integers(0, len(known) - 1).map(known.__getitem__)

    def several(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        lists = st.lists(inner, max_size=3).map(tuple)
        return st.one_of(inner.map(Not), lists.map(AnyOf), lists.map(All))

    return st.recursive(leaves, several, max_leaves=6)
