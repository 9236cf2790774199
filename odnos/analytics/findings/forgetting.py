"""What was found about somebody goes with them: their row in every run, their place in segments, and the runs that they asked for.

The figures that became fields of their record are emptied with it; without a row nothing fills them again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from odnos.analytics.findings.models import FindingRun, FoundCustomer
from odnos.engine.filters import text, tree
from odnos.engine.filters.tree import Condition, FilterError, Node
from odnos.engine.privacy.models import Erasure
from odnos.engine.views import segments
from odnos.engine.views.models import SavedView
from odnos.objects.context import Reference

ID = ("id",)


def forget(references: Sequence[Reference]) -> int:
    """Forget some people; return how many rows were touched."""
    touched = 0
    for key in {key for key, _number in references}:
        ids = {number for of, number in references if of == key}
        if key == "user":
            touched += FindingRun.objects.filter(actor_id__in=ids, kept_at=None).delete()[0]
            continue
        runs = [run.pk for run in FindingRun.objects.filter(kind="customers") if customer_of(run) == key]
        touched += FoundCustomer.objects.filter(run__in=runs, customer_id__in=ids).delete()[0]
        touched += left_out(key, ids)
    return touched


def leave_out_erased(run: FindingRun) -> None:
    """Take those out of a run who were erased while it was worked out, or before."""
    erased = Erasure.objects.filter(object_key=customer_of(run)).values("record_id")
    FoundCustomer.objects.filter(run=run, customer_id__in=erased).delete()


def customer_of(run: FindingRun) -> str:
    return str(run.terms.get("customer") or "contact")


def left_out(key: str, ids: Collection[int]) -> int:
    """Take people out of the segments and views that name them; return how many rows and views did."""
    touched = segments.leave_out(key, ids)
    for view in SavedView.objects.filter(object_key=key, filter__contains="id.in:"):
        try:
            node = text.parse(view.filter)
        except FilterError:
            continue
        kept = without(node, ids)
        if kept != node:
            touched += SavedView.objects.filter(pk=view.pk).update(filter=text.dump(kept))
    return touched


def without(node: Node, ids: Collection[int]) -> Node:
    """Return a filter that does not name some records by their numbers; one of none of them stays one that finds nobody."""
    if isinstance(node, tree.Not):
        return tree.Not(without(node.node, ids))
    if isinstance(node, tree.All | tree.Any):
        return type(node)(tuple(without(inner, ids) for inner in node.nodes))
    if node.path != ID or not isinstance(node.value, list | tuple):
        return node
    gone = {str(one) for one in ids}
    return Condition(ID, node.operator, [one for one in node.value if str(one) not in gone])
