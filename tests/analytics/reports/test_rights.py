"""Who asks counts what they may see, by what they may know."""

import contextlib
import dataclasses

import pytest

from odnos.analytics import reports
from odnos.analytics.reports.definition import Dimension, Measure, Period, Report
from odnos.analytics.reports.fitting import Fitted, fitted
from odnos.analytics.reports.refusals import ReportError
from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition, FilterError
from odnos.engine.records import read, write
from odnos.objects.registry import registry
from tests.access.conftest import aviary  # noqa: F401 -- a fixture
from tests.access.keeping import hideable, keep_from, places
from tests.engine.reaching import RECORDS, SCOPES, SEEN, again, field, records, right  # noqa: F401 -- fixtures
from tests.people import NOON
from tests.web.sales import make_deal, make_pipeline

pytest_plugins = ("tests.analytics.reports.shop", "tests.engine.custom")

COMPANY = registry.get("company")


def number_of(report: Report, store, *, by) -> int:
    return reports.run(report, by=by, at=NOON, store=store).total.figures[0][0]


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_and_what_was_shared_is_counted(cast, field, records, scope, analytics):  # noqa: F811
    stages = make_pipeline()
    for name in RECORDS:
        make_deal(cast.dora, stages, name=name, company=records[name])
    analytics.refresh()
    right(field, "see", scope, by=cast.dora)
    right(field, "see", "all", object="deal", by=cast.dora)
    ada = again(cast.ada)

    assert number_of(Report(object_key="company"), analytics, by=ada) == SEEN[scope] + 1
    far = Report(object_key="deal", where=text.parse("company.name.not_empty"))
    assert number_of(far, analytics, by=ada) == SEEN[scope] + 1
    by_name = Report(object_key="deal", rows=(Dimension(path=("company", "name")),))
    known = len(RECORDS) - SEEN[scope] - 1
    lines = {line.groups[0].text: line.figures[0][0] for line in ran(by_name, analytics, by=ada).lines}
    assert lines.pop("(empty)", 0) == known
    assert len(lines) == SEEN[scope] + 1
    titles = {line.groups[0].text: line.figures[0][0] for line in ran(by_link(), analytics, by=ada).lines}
    assert titles.get("Hidden", 0) == known


def by_link() -> Report:
    return Report(object_key="deal", rows=(Dimension(path=("company",)),))


def ran(report: Report, store, *, by):
    return reports.run(report, by=by, at=NOON, store=store)


def test_parts_are_counted_with_the_whole_that_was_shared(cast, field, records, analytics):  # noqa: F811
    for name in RECORDS:
        about = {"object": "company", "id": records[name]}
        write.create(registry.get("note"), {"body": name, "about": about}, by=cast.dora, at=NOON)
    analytics.refresh()
    right(field, "see", "none", by=cast.dora)

    ada = again(cast.ada)
    notes = Report(object_key="note")
    assert (
        number_of(notes, analytics, by=ada) == read.count(registry.get("note"), by=ada, at=NOON).number == 1
    )


def test_what_one_may_not_see_at_all_is_refused(cast, field, analytics):  # noqa: F811
    right(field, "see", "none", by=cast.dora)

    with pytest.raises(Denied):
        ran(Report(object_key="company"), analytics, by=again(cast.ada))


ASKING_ABOUT_INDUSTRY = (
    Report(object_key="company", rows=(Dimension(path=("industry",)),)),
    Report(object_key="company", columns=(Dimension(path=("industry",)),)),
    Report(object_key="company", measures=(Measure(kind="distinct", path=("industry",)),)),
    Report(object_key="company", measures=(Measure(where=text.parse("industry.is:Wood")),)),
    Report(object_key="company", where=text.parse("industry.is:Wood")),
    Report(object_key="deal", rows=(Dimension(path=("company", "industry")),)),
    Report(object_key="deal", where=text.parse("company.industry.is:Wood")),
    Report(object_key="deal", measures=(Measure(kind="ratio", of=Measure(where=text.parse("company.industry.is:Wood")), by=Measure()),)),
)  # fmt: skip


@pytest.mark.parametrize("report", ASKING_ABOUT_INDUSTRY)
def test_a_hidden_field_is_no_field(shop, report):
    keep_from(shop.cast, ("company", "industry"))

    with pytest.raises((ReportError, FilterError), match="has no field “industry”"):
        shop.run(report, by=shop.cast.ada)
    assert shop.run(report, by=shop.cast.dora).total.figures
    assert fitted(report, by=shop.cast.ada).is_less
    assert fitted(report, by=shop.cast.dora) == Fitted(report, is_less=False)


def test_a_kept_report_is_shown_without_what_is_hidden(shop):
    keep_from(shop.cast, ("company", "industry"), ("deal", "amount"))
    count = Measure()
    report = Report(
        object_key="deal",
        measures=(count, Measure(kind="sum", path=("amount",))),
        rows=(Dimension(path=("company", "industry")), Dimension(path=("status",))),
    )

    left = fitted(report, by=shop.cast.ada)

    assert left == Fitted(
        dataclasses.replace(report, measures=(count,), rows=(Dimension(path=("status",)),)), is_less=True
    )
    assert left.report
    assert shop.run(left.report, by=shop.cast.ada).lines
    for report in (
        Report(object_key="deal", measures=(Measure(kind="sum", path=("amount",)),)),
        Report(object_key="deal", where=text.parse("amount.gt:5")),
        Report(object_key="nothing"),
    ):
        assert fitted(report, by=shop.cast.ada) == Fitted(None, is_less=True)


def test_no_answer_tells_of_a_hidden_value(aviary, analytics):  # noqa: F811
    analytics.refresh()
    ada = again(aviary.cast.ada)
    told = seen = 0
    for by in (aviary.cast.dora, ada):
        for key in ("company", "contact"):
            for report in questions(registry.get(key)):
                with contextlib.suppress(ReportError, FilterError, Denied):
                    shown = repr(ran(report, analytics, by=by))
                    found = aviary.canaries.found_in(shown)
                    told += bool(found)
                    if by is ada:
                        seen += 1
                        assert not found, report
    assert told > 10  # the administrator's
    assert seen > 10
    hidden = {place for place in places(hideable()) if place[0] == "company"}
    assert len(hidden) > 10


def questions(object_type):
    """Yield reports that ask for every field of an object, and of those that it leads to."""
    key = object_type.key
    for item in object_type.all_fields:
        paths = [(item.name,), *((item.name, part.name) for part in item.parts)]
        if getattr(item, "to", "") == "company":
            paths += [(item.name, far.name) for far in registry.get(item.to).all_fields]
        for path in paths:
            yield Report(object_key=key, rows=(Dimension(path=path),))
            yield Report(
                object_key=key, measures=tuple(Measure(kind=kind, path=path) for kind in ("max", "median"))
            )
        yield Report(object_key=key, period=Period(path=(item.name,), span="future"))
        yield Report(
            object_key=key,
            where=Condition((item.name,), "not_empty"),
            rows=(Dimension(path=(object_type.title,)),),
        )
