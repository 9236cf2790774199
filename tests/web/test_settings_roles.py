"""The pages of roles and territories: what administrators see and change there, and that it holds at once."""

from __future__ import annotations

import datetime as dt

import pytest

from odnos.domains.deals.models import Stage
from odnos.engine.access import rights, roles
from odnos.engine.access.models import RoleDefinition, RoleRight, Share, Territory, TerritoryRule
from odnos.engine.records import read, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON
from tests.web.sales import browser_of
from tests.working import drain


def company(by, name):
    return write.create(registry.get("company"), {"name": name}, by=by, at=NOON)


def test_a_role_is_made_given_a_right_and_copied(cast):
    client = browser_of(cast.dora)
    answer = client.post("/settings/roles", {"name": "Field", "parent": ""})
    role = RoleDefinition.objects.get(code="field")
    assert answer["Location"] == f"/settings/roles/{role.pk}"

    cell = {"right:company:see": "territory"}
    saved = client.post(f"/settings/roles/{role.pk}/rights", cell, headers={"HX-Request": "true"})
    assert saved.status_code == 204
    assert "/undo" in saved["HX-Trigger"]
    assert RoleRight.objects.get(role=role, object="company", deed="see").scope == "territory"
    page = client.get(f"/settings/roles/{role.pk}").content.decode()
    assert '<option value="territory" selected>' in page

    client.post(f"/settings/roles/{role.pk}/copying")
    copy = RoleDefinition.objects.get(code="field_copy")
    assert RoleRight.objects.get(role=copy, object="company", deed="see").scope == "territory"


def test_a_cell_forbids_and_is_emptied_again(cast):
    client = browser_of(cast.dora)
    role = RoleDefinition.objects.get(code="analyst")
    address = f"/settings/roles/{role.pk}/rights"

    client.post(address, {"right:contact:export": "forbid"})
    definitions.refresh()
    assert rights.may(cast.ann, "export", registry.get("contact")) == "none"
    assert rights.may(cast.ann, "export", registry.get("company")) == "all"

    client.post(address, {"right:contact:export": ""})
    definitions.refresh()
    assert rights.may(cast.ann, "export", registry.get("contact")) == "all"
    assert not RoleRight.objects.filter(role=role, object="contact", deleted_at__isnull=True).exists()


def test_a_right_is_undone_from_the_toast(cast):
    client = browser_of(cast.dora)
    role = RoleDefinition.objects.get(code="analyst")
    row = RoleRight.objects.get(role=role, object="*", deed="export")
    client.post(f"/settings/roles/{role.pk}/rights", {"right:*:export": "none"})
    row.refresh_from_db()
    assert row.scope == "none"

    from odnos.engine.audit.models import ChangeSet

    client.post(f"/history/{ChangeSet.objects.latest('pk').pk}/undo")
    row.refresh_from_db()
    assert row.scope == "all"


def test_the_administrators_row_cannot_be_changed(cast):
    client = browser_of(cast.dora)
    role = RoleDefinition.objects.get(code="administrator")

    answer = client.post(f"/settings/roles/{role.pk}/rights", {"right:*:see": "none"})

    assert answer.status_code == 422
    assert RoleRight.objects.get(role=role, object="*", deed="see").scope == "all"
    assert "disabled" in client.get(f"/settings/roles/{role.pk}").content.decode()


def test_a_role_in_use_is_not_archived_and_another_is_and_comes_back(cast):
    client = browser_of(cast.dora)
    used = RoleDefinition.objects.get(code="representative")
    answer = client.post(f"/settings/roles/{used.pk}/archiving")
    assert answer.status_code == 422
    assert "Give its people another role first." in answer.content.decode()

    made = write.create(registry.get("role"), {"name": "Spare"}, by=cast.dora, at=NOON)
    client.post(f"/settings/roles/{made.id}/archiving")
    assert RoleDefinition.objects.get(pk=made.id).deleted_at is not None
    client.post(f"/settings/roles/{made.id}/restoring")
    assert RoleDefinition.objects.get(pk=made.id).deleted_at is None


def test_a_person_is_given_a_role_that_was_made(cast):
    write.create(registry.get("role"), {"name": "Field"}, by=cast.dora, at=NOON)
    client = browser_of(cast.dora)
    page = client.get(f"/settings/users/{cast.ben.user_id}").content.decode()
    assert 'value="field"' in page

    row = read.get(registry.get("user"), cast.ben.user_id, by=cast.dora)
    form = {"name": row["name"], "email": row["email"], "role": "field", "is_active": "1"}
    client.post(f"/settings/users/{cast.ben.user_id}", form)

    assert read.get(registry.get("user"), cast.ben.user_id, by=cast.dora)["role"] == "field"
    assert browser_of(cast.ben).get("/companies").status_code == 403


def test_what_would_move_is_said_before_it_moves(cast):
    steel, wood = company(cast.dora, "Steel works"), company(cast.dora, "Wood works")
    client = browser_of(cast.dora)
    form = {
        "name": "North",
        "people": [str(cast.ada.user_id)],
        "filter-company": "name.contains:works",
    }

    page = client.post("/settings/territories/new", {**form, "preview": "1"}).content.decode()
    assert "Companies: 2 come to North" in page
    assert not Territory.objects.exists()

    client.post("/settings/territories/new", form)
    north = Territory.objects.get()
    drain()
    assert territory_of(cast, steel) == territory_of(cast, wood) == north.pk

    second = {**form, "name": "Steel", "filter-company": "name.contains:steel"}
    page = client.post("/settings/territories/new", {**second, "preview": "1"}).content.decode()
    assert "No record moves." in page  # North comes first
    client.post("/settings/territories/new", second)
    south = Territory.objects.latest("pk")
    client.post("/settings/territories", {"territory": [str(south.pk), str(north.pk)]})
    drain()
    assert (territory_of(cast, steel), territory_of(cast, wood)) == (south.pk, north.pk)

    client.post(f"/settings/territories/{south.pk}/archiving")
    drain()
    assert territory_of(cast, steel) == north.pk
    assert TerritoryRule.objects.count() == 2


def test_a_rule_that_cannot_be_asked_is_refused_where_it_stands(cast):
    client = browser_of(cast.dora)
    form = {"name": "North", "filter-company": "founded.is:x"}

    answer = client.post("/settings/territories/new", form)

    assert answer.status_code == 422
    assert not Territory.objects.exists()


def territory_of(cast, row):
    return read.get(row.type, row.id, by=cast.dora)["territory"]


def test_the_undo_of_a_territory_moves_its_records_back(cast):
    steel = company(cast.dora, "Steel works")
    client = browser_of(cast.dora)
    form = {"name": "North", "filter-company": "name.contains:steel"}
    client.post("/settings/territories/new", form)
    drain()
    assert territory_of(cast, steel) is not None

    from odnos.engine.audit.models import ChangeSet

    client.post(f"/history/{ChangeSet.objects.filter(kind='role').latest('pk').pk}/undo")
    drain()
    definitions.refresh()
    assert territory_of(cast, steel) is None
    assert roles.get("administrator").code == "administrator"


def test_a_team_becomes_a_part_of_another_but_not_of_itself(cast):
    client = browser_of(cast.dora)
    north, south = cast.teams["North"], cast.teams["South"]

    client.post(f"/settings/teams/{south}", {"name": "South", "parent": str(north)})
    assert read.get(registry.get("team"), south, by=cast.dora)["parent"] == north
    answer = client.post(f"/settings/teams/{north}", {"name": "North", "parent": str(south)})

    assert answer.status_code == 422
    assert read.get(registry.get("team"), north, by=cast.dora)["parent"] is None
    assert f"/settings/teams/{north}/deletion" not in client.get("/settings/teams").content.decode()


def test_a_record_is_shared_for_a_week_and_until_a_day(cast):
    made = company(cast.ada, "Steel works")
    client = browser_of(cast.ada)
    address = f"/companies/{made.id}/share"
    cleo = str(cast.cleo.user_id)

    client.post(address, {"user": cleo, "days": "7"})
    share = Share.objects.get()
    left = share.until - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=7) <= left <= dt.timedelta(days=8)
    assert browser_of(cast.cleo).get(f"/companies/{made.id}").status_code == 200
    assert " until " in client.get(address).content.decode()

    client.post(address, {"user": cleo, "until": "2020-01-01"})
    share.refresh_from_db()
    assert share.until > dt.datetime.now(dt.UTC)

    Share.objects.update(until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert browser_of(cast.cleo).get(f"/companies/{made.id}").status_code == 404


def test_an_action_that_the_role_closes_is_refused_on_the_page_and_by_moving_the_deal(cast):
    deal = open_deal(cast)
    role = RoleDefinition.objects.get(code="representative")
    write.create(
        registry.get("role_right"),
        {"role": role.pk, "object": "deal", "deed": "deal.win", "scope": "none"},
        by=cast.dora,
        at=NOON,
    )
    definitions.refresh()
    client = browser_of(cast.ada)

    assert f"/deals/{deal.id}/win" not in client.get(f"/deals/{deal.id}").content.decode()
    assert client.post(f"/deals/{deal.id}/win", {"closed_on": "2026-03-01"}).status_code == 403
    won = Stage.objects.get(pipeline_id=deal["pipeline"], kind="won")
    with pytest.raises(Invalid) as refusal:
        write.update(deal.type, deal.id, {"stage": won.pk}, version=None, by=cast.ada, at=NOON)
    assert list(refusal.value.errors) == ["stage"]
    assert read.get(deal.type, deal.id, by=cast.ada)["status"] == "open"


def open_deal(cast):
    from odnos.domains.deals import pipelines

    pipelines.ensure_pipeline(by=cast.dora, at=NOON)
    stage = Stage.objects.filter(kind="open").first()
    values = {"name": "Steel", "stage": stage.pk, "pipeline": stage.pipeline_id}
    return write.create(registry.get("deal"), values, by=cast.ada, at=NOON)
