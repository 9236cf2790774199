"""What parts of pages offer: each asks by itself whether its reader may, so that nobody is led to a refusal."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from odnos.engine.access.actor import Actor, Narrow
from odnos.engine.access.entrance.models import Identity, Provider
from odnos.engine.access.entrance.oidc import Claims
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.filters.tree import EVERYTHING
from odnos.engine.views import saved
from odnos.objects.registry import registry
from odnos.web import shell
from odnos.web.pages.entry import confirm, single
from odnos.web.pages.history import sets
from odnos.web.pages.importer import adding, upload
from odnos.web.pages.lists import builder, bulk_dialog, looks, reach
from odnos.web.pages.record import composer, found, page, related
from odnos.web.pages.reports import fields
from odnos.web.pages.search import actions
from tests.access.keeping import keep_from
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

pytestmark = pytest.mark.django_db
COMPANY, CONTACT = registry.get("company"), registry.get("contact")


def only(by: Actor, *objects: str) -> Actor:
    """Return somebody as a token for some objects speaks for them."""
    return replace(by, narrow=Narrow(objects=frozenset(objects)))


def asking(by: Actor, **more: Any) -> Any:
    """Return a request of somebody who looks at a page."""
    visit = SimpleNamespace(by=by, at=NOON, ctx=lambda titles=None: by.context(NOON, titles))
    return SimpleNamespace(visit=visit, at=NOON, GET={}, POST={}, method="GET", session={}, **more)


def test_what_was_done_at_once_is_known_to_who_did_it_and_to_administrators(cast: Cast):
    for by in (cast.ada, cast.cleo):
        ChangeSet.objects.create(kind="import", actor_id=by.user_id, at=NOON)

    assert [item.actor_id for item in sets.visible(cast.ada)] == [cast.ada.user_id]
    assert sets.visible(cast.dora).count() == 2


def test_only_the_person_themselves_links_and_confirms(cast: Cast):
    provider = Provider.objects.create(name="House", issuer="https://id.example", client_id="x", made_at=NOON)
    ben = User.objects.get(pk=cast.ben.user_id)
    Identity.objects.create(user=ben, provider=provider, subject="b", made_at=NOON, used_at=NOON)
    now = int(NOON.timestamp())
    claims = Claims(
        subject="b", email="b@x.io", is_verified=True, name="B", groups=frozenset(), auth_time=now
    )
    new = replace(claims, subject="a")

    with pytest.raises(Denied):
        single.link(asking(cast.ada), provider, new, "/")  # the session is not fresh
    with pytest.raises(Denied):
        single.confirm_it(asking(cast.ada), provider, claims, "/")  # it is Ben whom the provider knows
    with pytest.raises(Denied):
        confirm.confirm(asking(only(cast.ada, "company")))
    assert Identity.objects.count() == 1


def test_columns_become_fields_and_files_are_brought_in_by_who_may(cast: Cast):
    assert adding.offer(COMPANY, by=cast.ada) == []
    assert len(adding.offer(COMPANY, by=cast.dora)) == 1
    assert upload.importable(asking(cast.ann).visit) == []
    with pytest.raises(Denied):
        upload.index(asking(cast.ann))


def test_filters_lead_to_what_their_asker_sees_and_knows(cast: Cast):
    link = CONTACT.field("company")
    assert builder.is_door(link, cast.ada)
    assert not builder.is_door(link, only(cast.ada, "contact"))
    assert fields.leads(link, cast.ada)
    assert not fields.leads(link, only(cast.ada, "contact"))
    keep_from(cast, ("company", "phone"))

    def told(by: Actor) -> str:
        return builder.fields_json(CONTACT, EVERYTHING, by=by, ctx=by.context(NOON))

    assert '"company.phone"' in told(cast.max)
    assert '"company.phone"' not in told(cast.ada)
    assert "company.phone" in {item.path for item in fields.every(CONTACT, by=cast.max)}
    assert "company.phone" not in {item.path for item in fields.every(CONTACT, by=cast.ada)}
    assert "phone" not in {kind.key: kind for kind in fields.objects(cast.ada)}["company"].by_name
    assert "company" not in {kind.key for kind in fields.objects(only(cast.ada, "contact"))}
    assert looks.filter_of(COMPANY, "phone.not_empty,name.is:A", by=cast.ada) == "name.is:A"


def test_a_task_is_asked_about_through_its_company_without_what_is_hidden(cast: Cast):
    note = registry.get("deal_line")
    keep_from(cast, ("company", "phone"), ("deal", "source"))

    told = {item.path for item in fields.every(note, by=cast.ada)}

    assert {"deal.name", "deal.company.name"} <= told
    assert not {"deal.source", "deal.company.phone"} & told


def test_many_are_changed_in_fields_that_they_have(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Denied):
        bulk_dialog.field_asked(asking(cast.ada), registry.get("user"), "list")
    monkeypatch.setattr(bulk_dialog, "fields_of", lambda _kind: [])
    with pytest.raises(Denied):
        bulk_dialog.field_asked(asking(cast.ada), COMPANY, "set")
    assert bulk_dialog.may_make_list(cast.ada)
    assert not bulk_dialog.may_make_list(only(cast.ada, "company"))


def test_a_row_is_offered_to_be_changed_to_who_reaches_it(cast: Cast):
    row = make("company", cast.ada, name="Acme")
    for by, may in ((cast.ada, True), (cast.cleo, False), (cast.ann, False)):
        assert reach.may(COMPANY, "edit", by=by)(row) is may
        assert found.may(row, "edit", by=by) is may
    view = saved.create("company", "All", by=cast.dora, audience="everyone", kind="list")
    assert not looks.of_saved(COMPANY, view, by=cast.ada).mine
    assert looks.of_saved(COMPANY, view, by=cast.dora).mine


def test_a_record_offers_deeds_to_who_may_do_them(cast: Cast):
    row = make_deal(cast.ada, make_pipeline())
    assert {"deal.win", "deal.lose"} <= {item["name"] for item in page.offered(row, by=cast.ada)}
    assert page.offered(row, by=cast.ann) == []
    keep_from(cast, ("deal", "lost_reason"), may_see=True)
    assert "deal.lose" not in {item["name"] for item in page.offered(row, by=cast.ada)}

    company = make("company", cast.ada, name="Acme")
    contact = make("contact", cast.ada, name="Mia Kos")
    assert page.allowed(company, by=cast.ann) == dict.fromkeys(page.allowed(company, by=cast.ann), False)
    assert not page.allowed(contact, by=cast.ada)["person"]
    assert not page.allowed(company, by=cast.ada)["fit"]
    assert page.allowed(contact, by=cast.dora)["person"]
    assert page.allowed(company, by=cast.dora)["fit"]


def test_what_is_beside_a_record_is_shown_and_added_by_who_may(cast: Cast):
    row = make("company", cast.ada, name="Acme")
    [deals] = [item for item in COMPANY.layout.related if item.object == "deal"]

    def section(by: Actor) -> Any:
        return related.section(row, deals, by=by, at=NOON, can_edit=False)

    assert section(only(cast.ada, "company")) is None
    assert section(cast.ada).add
    assert not section(cast.ann).add


def test_who_writes_no_notes_is_shown_no_composer(cast: Cast):
    row = make("company", cast.ada, name="Acme")

    def shown(by: Actor) -> Any:
        return composer.context(asking(by), row, by.context(NOON))

    assert shown(cast.ann) is None
    assert shown(cast.ada)["due"]
    assert shown(cast.ada)["file"]
    keep_from(cast, ("task", "due_on"), ("note", "file"))
    assert (shown(cast.ada)["due"], shown(cast.ada)["file"]) == ("", "")


def test_the_sidebar_and_the_palette_lead_where_their_reader_may_go(cast: Cast):
    narrow = only(cast.ada, "company")
    assert [place.href for place in shell.object_places(narrow)] == ["/", "/companies"]
    assert "/imports" in {place.href for place in shell.tools_for(cast.ada)}
    assert "/imports" not in {place.href for place in shell.tools_for(cast.ann)}
    assert "/lists" not in {place.href for place in shell.tools_for(narrow)}
    assert [address for address, _label, _icon in shell.creatable_by(narrow)] == ["/companies/new"]
    assert {item.href.partition("?")[0] for item in actions.creating("A", by=narrow)} == {"/companies/new"}
    assert {item.href for item in actions.every(narrow) if item.icon == "plus"} == {"/companies/new"}
