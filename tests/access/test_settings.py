"""The pages on which an administrator says who sees and edits which field."""

from __future__ import annotations

import pytest
from django.test import Client

from odnos.engine.access.fields import known_to
from odnos.engine.audit.models import ChangeSet
from odnos.engine.tables import definitions
from tests.contract.visitors import visitor
from tests.people import Cast


def page_of(cast: Cast, role: str = "representative") -> tuple[Client, str]:
    from odnos.engine.access.models import RoleDefinition
    from odnos.engine.access.tripwire import Mark

    rows = RoleDefinition._base_manager.filter(Mark(RoleDefinition._meta.db_table), code=role)
    return visitor("dora", cast).client, f"/settings/roles/{rows.get().pk}/fields?object=company"


def ticks(cast: Cast, role: str = "representative", *, apart_from: tuple[str, ...] = ()) -> dict[str, object]:
    """Return what the form holds with every box ticked, apart from some."""
    names = [item.name for item in known_to("company", by=cast.dora).all_fields]
    boxes = [f"{kind}.{name}" for name in names for kind in ("see", "edit")]
    return {"line": names} | {box: "1" for box in boxes if box not in apart_from}


@pytest.mark.django_db
def test_a_box_unticked_hides_the_field_and_one_undo_brings_it_back(cast: Cast):
    dora, address = page_of(cast)

    answer = dora.post(
        address, ticks(cast, apart_from=("see.annual_revenue",)), headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "annual_revenue" not in known_to("company", by=cast.ada).by_name
    assert "annual_revenue" in known_to("company", by=cast.max).by_name
    undo = ChangeSet.objects.get(kind="field_right")
    assert f"/history/{undo.pk}/undo" in str(dict(answer.headers))

    dora.post(f"/history/{undo.pk}/undo")
    definitions.refresh()
    assert "annual_revenue" in known_to("company", by=cast.ada).by_name


@pytest.mark.django_db
def test_a_field_that_may_only_be_seen_is_read_only(cast: Cast):
    dora, address = page_of(cast)
    dora.post(address, ticks(cast, apart_from=("edit.employees",)))

    assert known_to("company", by=cast.ada).field("employees").readonly
    assert not known_to("company", by=cast.max).field("employees").readonly


@pytest.mark.django_db
def test_a_form_that_changes_nothing_writes_nothing(cast: Cast):
    dora, address = page_of(cast)
    dora.post(address, ticks(cast))

    assert not ChangeSet.objects.filter(kind="field_right").exists()


@pytest.mark.django_db
def test_the_title_and_the_owner_cannot_be_hidden(cast: Cast):
    dora, address = page_of(cast)
    shown = dora.get(address).content.decode()

    assert "By this field everybody knows the record, so it cannot be hidden." in shown
    dora.post(address, ticks(cast, apart_from=("see.name", "see.owner")))
    assert {"name", "owner"} <= known_to("company", by=cast.ada).by_name.keys()


@pytest.mark.django_db
def test_one_field_is_given_by_role(cast: Cast):
    dora, _address = page_of(cast)
    address = "/settings/fields/company/phone/rights"
    shown = dora.get(address).content.decode()
    assert "Administrators see and edit every field." in shown

    form = {
        "line": ["administrator", "manager", "representative", "analyst"],
        "see.manager": "1",
        "edit.manager": "1",
    }
    dora.post(address, form)
    assert "phone" in known_to("company", by=cast.dora).by_name
    assert "phone" in known_to("company", by=cast.max).by_name
    assert "phone" not in known_to("company", by=cast.ada).by_name
    assert "phone" not in known_to("company", by=cast.ann).by_name
