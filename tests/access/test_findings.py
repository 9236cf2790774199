"""What models find is worked out, kept and offered by whoever has each of the rights that it takes, and is its asker's alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odnos.analytics.analyses.population import Population
from odnos.analytics.export import files
from odnos.analytics.findings import keeping, offering, runs
from odnos.analytics.findings.models import FindingRun
from odnos.analytics.reports.definition import Dimension, Report
from odnos.analytics.reports.paths import place_of
from odnos.analytics.reports.refusals import ReportError
from odnos.analytics.saved.beginnings import may_use
from odnos.engine.access.actor import Actor, Narrow
from odnos.engine.access.rights import Denied
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid, NotFound
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.analytics.charts.showing import result
from tests.analytics.mailing import test_mails as mails
from tests.people import NOON, Cast

DONE = FindingRun.State.DONE


def only(by: Actor, *objects: str) -> Actor:
    """Return somebody as a token for some objects speaks for them."""
    return replace(by, narrow=Narrow(objects=frozenset(objects)))


def run_of(kind: str, by: Actor, state: str = DONE) -> FindingRun:
    return FindingRun(kind=kind, state=state, terms={}, stamp=runs.stamp(by), actor_id=by.user_id)


@pytest.mark.django_db
def test_figures_become_fields_by_who_adds_fields_and_sees_every_purchase(cast: Cast):
    """Ann sees all and adds no fields; a token for fields alone adds them and sees no purchase."""
    for by in (cast.ann, only(cast.dora, "custom_field")):
        with pytest.raises(Denied):
            keeping.check(run_of("customers", by), by=by)
    for kind, state in (("customers", FindingRun.State.RUNNING), ("baskets", DONE)):
        with pytest.raises(Denied):
            keeping.check(run_of(kind, cast.dora, state), by=cast.dora)

    keeping.check(run_of("customers", cast.dora), by=cast.dora)


@pytest.mark.django_db
def test_offers_are_published_by_who_opens_things_to_everyone_and_sees_every_purchase(cast: Cast):
    for by in (cast.ann, only(cast.dora, "company")):
        with pytest.raises(Denied):
            offering.check(run_of("baskets", by), by=by)
    for kind, state in (("baskets", FindingRun.State.RUNNING), ("customers", DONE)):
        with pytest.raises(Denied):
            offering.check(run_of(kind, cast.dora, state), by=cast.dora)

    offering.check(run_of("baskets", cast.dora), by=cast.dora)


@pytest.mark.django_db
def test_a_run_is_begun_by_who_sees_what_it_counts_and_known_to_nobody_else(cast: Cast):
    for kind in ("customers", "baskets"):
        with pytest.raises(Denied):
            runs.begin(kind, {}, by=only(cast.ada, "company"), at=NOON)
    run = runs.begin("baskets", {}, by=cast.ada, at=NOON)

    assert list(runs.of("baskets", by=cast.ada)) == [run]
    assert list(runs.of("baskets", by=cast.dora)) == []
    with pytest.raises(NotFound):
        runs.get(run.pk, by=cast.dora)


@pytest.mark.django_db
def test_what_one_may_not_see_is_not_counted_and_what_one_may_not_export_is_not_taken_away(
    cast: Cast, analytics
):
    with pytest.raises(Denied):
        Population(key="deal", by=only(cast.dora, "company"), at=NOON, store=analytics)
    with pytest.raises(Denied):
        files.export(
            result(), format="csv", title="Deals", by=only(cast.dora, "company"), at=NOON, within="see"
        )


@pytest.mark.django_db
def test_questions_are_offered_put_and_kept_by_who_knows_their_fields(cast: Cast):
    company, deal = registry.get("company"), registry.get("deal")
    asked = Report(object_key="deal", rows=(Dimension(path=("company", "phone")),))
    path = ("company", "phone")
    assert may_use(asked, by=cast.ada)
    assert not may_use(asked, by=only(cast.ada, "company"))
    assert place_of(deal, path, by=cast.ada, place="rows.0").field.name == "phone"
    keep_from(cast, ("company", "phone"))

    assert not may_use(asked, by=cast.ada)
    for kind, way in ((deal, path), (company, path[1:])):
        with pytest.raises(ReportError):
            place_of(kind, way, by=cast.ada, place="rows.0")
    given = {"name": "Mine", "about": "company", "only": "phone.not_empty"}
    with pytest.raises(Invalid):
        write.create(registry.get("dashboard"), given, by=cast.ada, at=NOON)
    assert write.create(registry.get("dashboard"), given, by=cast.max, at=NOON)["only"]


@pytest.mark.django_db
def test_reports_are_sent_to_others_by_who_opens_things_to_everyone(cast: Cast):
    row = mails.keep(cast.dora)
    mine = mails.subscribe(cast.ada, row)
    assert mine["owner"] == cast.ada.user_id
    with pytest.raises(Invalid, match="Ask a manager"):
        mails.subscribe(cast.ada, row, owner=cast.ben.user_id)

    assert mails.subscribe(cast.max, row, owner=cast.ben.user_id)["owner"] == cast.ben.user_id
