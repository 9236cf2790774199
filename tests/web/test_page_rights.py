"""Reports, searches, settings and the trail show their reader what they may know, and offer what they may do."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict

from odnos.analytics.reports.definition import Dimension, Measure, Report
from odnos.analytics.saved.objects import REPORT
from odnos.engine.access.actor import Actor
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.privacy.models import Dossier
from odnos.engine.records import write
from odnos.objects.registry import registry
from odnos.web.pages.reports import answer, form, page, saving
from odnos.web.pages.reports.asked import Asked
from odnos.web.pages.settings import security
from tests.access.keeping import keep_from
from tests.access.test_deeds import again, forbid
from tests.access.test_offered import asking, only
from tests.people import NOON, Cast
from tests.web.sales import make, make_company, make_deal, make_pipeline
from tests.web.sales import page as opened

pytestmark = pytest.mark.django_db
COMPANY = registry.get("company")
ASKED = '{"object": "deal", "measures": [{"kind": "count"}]}'


def shown(by: Actor, address: str, **headers: Any) -> str:
    found = opened(by, address, **headers)
    assert found.status_code == 200, (address, found.status_code)
    return str(found.content.decode())


@pytest.mark.parametrize(
    "address",
    ["/reports/condition/company", "/reports/condition?about=company", "/reports/new?object=company"],
)
def test_a_report_is_built_of_fields_that_one_knows(cast: Cast, address: str):
    keep_from(cast, ("company", "employees"))

    assert "employees" in shown(cast.max, address)
    assert "employees" not in shown(cast.ada, address)


def test_a_form_sent_with_a_hidden_field_asks_without_it(cast: Cast):
    keep_from(cast, ("deal", "closes_on"))
    given = QueryDict("object=deal&m_kind=count&d_path=closes_on&d_place=row&d_grain=year")

    def grain(by: Actor) -> str:
        return form.report_of(given, by=by).rows[0].grain

    assert (grain(cast.max), grain(cast.ada)) == ("year", "")


def test_a_kept_report_is_asked_without_what_is_hidden(cast: Cast):
    keep_from(cast, ("deal", "source"))
    report = Report(
        object_key="deal",
        measures=(Measure(),),
        rows=(Dimension(path=("source",)), Dimension(path=("owner",))),
    )

    def put(by: Actor) -> list[tuple[str, ...]]:
        put: list[Report] = []
        answer.answer(report, asking(by), ask=lambda fit, **_rest: put.append(fit))  # type: ignore[func-returns-value]
        return [item.path for item in put[0].rows]

    assert put(cast.max) == [("source",), ("owner",)]
    assert put(cast.ada) == [("owner",)]


@pytest.fixture
def kept(cast: Cast) -> Any:
    """A report of Ada's that her team sees."""
    values = {"name": "Ours", "definition": ASKED, "audience": "team"}
    return write.create(REPORT, values, by=cast.ada, at=NOON)


def test_a_report_is_changed_and_deleted_by_who_may(cast: Cast, kept: Any):
    asked = Asked(report=Report(object_key="deal"), saved=kept)

    def may(by: Actor) -> tuple[bool, bool]:
        rights = page.rights_of(asked, by=by)
        return rights["may_change"], rights["may_delete"]

    assert may(cast.ada) == (True, True)
    assert may(cast.ben) == (False, False)


def test_reports_stand_under_whose_they_are(cast: Cast, kept: Any):
    assert ">Mine<" in shown(cast.ada, "/reports")
    assert ">Mine<" not in shown(cast.ben, "/reports")


def test_an_answer_is_taken_along_by_who_exports(cast: Cast, kept: Any):
    assert "menu-export" in shown(cast.ada, f"/reports/{kept.id}")
    forbid(cast, "deal", "export")
    assert "menu-export" not in shown(again(cast.ada), f"/reports/{kept.id}")


def test_to_whom_a_report_is_open_is_said_by_its_owner_and_by_administrators(cast: Cast, kept: Any):
    write.update(REPORT, kept.id, {"editors": "audience"}, version=None, by=cast.ada, at=NOON)

    for by, asked in ((cast.ada, True), (cast.ben, False), (cast.dora, True)):
        if by is cast.dora:
            write.update(REPORT, kept.id, {"audience": "everyone"}, version=None, by=by, at=NOON)
        assert ('name="audience"' in shown(by, f"/reports/{kept.id}/settings")) is asked, by.name


def test_what_everybody_sees_is_offered_to_who_publishes(cast: Cast):
    assert "everyone" in {key for key, _label, _help in saving.audiences(cast.dora, None)}
    assert "everyone" not in {key for key, _label, _help in saving.audiences(cast.ada, None)}


def test_where_lines_are_kept_from_a_role_nothing_is_offered_beside_them(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    forbid(cast, "deal_line", "see")

    assert opened(again(cast.ada), f"/insights/offers/deals/{deal.id}").status_code == 200


def test_a_chooser_offers_to_make_a_record_to_who_may(cast: Cast):
    address = "/search/options?object=company&q=Zed"

    assert "Zed" in shown(cast.ada, address)
    assert "Zed" not in shown(cast.ann, address)


def test_a_chooser_tells_nothing_that_is_hidden(cast: Cast):
    make_company(cast.ada, industry="Glassworks")
    keep_from(cast, ("company", "industry"))

    for query in ("", "Acme"):
        assert "Glassworks" in shown(cast.max, f"/search/options?object=company&q={query}")
        assert "Glassworks" not in shown(cast.ada, f"/search/options?object=company&q={query}")


def test_the_settings_begin_with_what_their_reader_sets(cast: Cast):
    assert opened(cast.dora, "/settings")["Location"] == "/settings/company"
    assert opened(cast.ada, "/settings")["Location"] == "/settings/profile"
    assert 'href="/settings/users"' in shown(cast.dora, "/settings/profile")
    assert 'href="/settings/users"' not in shown(cast.ada, "/settings/profile")


def test_how_one_gets_in_is_for_oneself_even_where_settings_are_looked_at(cast: Cast):
    assert security.oneself(asking(cast.ada)).pk == cast.ada.user_id
    for by in (only(cast.ada, "company"), replace(cast.ada, seen_by=cast.dora.user_id)):
        with pytest.raises(Denied):
            security.oneself(asking(by))


def test_files_about_persons_are_shown_to_who_asked_for_them(cast: Cast):
    for by, number in ((cast.dora, 701), (cast.ada, 702)):
        Dossier.objects.create(
            actor_id=by.user_id, object_key="contact", record_id=number, created_at=NOON, expires_at=NOON
        )

    html = shown(cast.dora, "/settings/privacy")

    assert "Contact 701" in html
    assert "Contact 702" not in html


@pytest.fixture
def changed(cast: Cast) -> ChangeSet:
    """Ada gave a company an industry, in a change of many."""
    company = make_company(cast.ada)
    made = ChangeSet.objects.create(kind="edit", label="Numbers", actor_id=cast.ada.user_id, at=NOON)
    write.update(
        COMPANY,
        company.id,
        {"industry": "Glassworks"},
        version=None,
        by=cast.ada,
        at=NOON,
        change_set=made.pk,
    )
    ChangeSet.objects.filter(pk=made.pk).update(entries=1)
    return made


def test_what_is_hidden_is_told_by_no_page_of_what_was_done(cast: Cast, changed: ChangeSet):
    addresses = (f"/history/{changed.pk}", "/settings/trail")

    for address in addresses:
        assert "Glassworks" in shown(cast.ada, address), address
    assert "Glassworks" in file_of(cast.ada)
    keep_from(cast, ("company", "industry"))
    for address in addresses:
        assert "Glassworks" not in shown(cast.ada, address), address
    assert "Glassworks" not in file_of(cast.ada)


def file_of(by: Actor) -> str:
    return b"".join(opened(by, "/settings/trail/export")).decode()


def test_what_was_undone_is_not_offered_to_be_undone_again(cast: Cast, changed: ChangeSet):
    assert f'action="/history/{changed.pk}/undo"' in shown(cast.ada, f"/history/{changed.pk}")
    ChangeSet.objects.filter(pk=changed.pk).update(undone_at=NOON)
    assert f'action="/history/{changed.pk}/undo"' not in shown(cast.ada, f"/history/{changed.pk}")


def test_whose_deeds_are_shown_is_asked_of_administrators(cast: Cast):
    company = make("company", cast.ada, name="Acme")

    for address in ("/settings/trail", f"/companies/{company.id}/why"):
        assert 'name="person"' in shown(cast.dora, address)
        assert 'name="person"' not in shown(cast.ada, address)
