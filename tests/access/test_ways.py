"""The ways in and out: files, saved views, figures and tokens know as little as the person does."""

from __future__ import annotations

import dataclasses
import io

import pytest

from odnos.engine.access.actor import Narrow
from odnos.engine.access.fields import safe
from odnos.engine.access.rights import Denied
from odnos.engine.records import read
from odnos.engine.transfer import export, exports, imports, targets
from odnos.engine.transfer.importer import Importer
from odnos.engine.views import saved
from odnos.objects.registry import UnknownField, registry
from tests.access.keeping import keep_from
from tests.contract.visitors import visitor
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

FILE = b"Name,Tax id,Employees\nAcme,SI77,12\n"


def uploaded(cast: Cast, content: bytes = FILE):
    return imports.upload(
        registry.get("company"), "x.csv", [io.BytesIO(content).read()], by=cast.ada, at=NOON
    )


@pytest.mark.django_db
def test_a_file_of_records_has_no_column_of_a_hidden_field(cast: Cast):
    make("company", cast.ada, name="Acme", employees=4711)
    keep_from(cast, ("company", "employees"))
    kind = registry.get("company")

    for form in ("csv", "json"):
        written = b"".join(export.blocks(kind, format=form, by=cast.ada, at=NOON)).decode()
        assert "Acme" in written
        assert "4711" not in written
        assert "mployees" not in written
    with pytest.raises(UnknownField):
        b"".join(export.blocks(kind, format="csv", by=cast.ada, at=NOON, columns=["employees"]))


@pytest.mark.django_db
def test_a_finished_export_is_not_handed_out_when_a_field_was_hidden_since(cast: Cast):
    before = exports.stamp(cast.ada)
    keep_from(cast, ("company", "employees"))

    assert exports.stamp(cast.ada) != before
    assert exports.stamp(cast.max) == exports.stamp(cast.max)


@pytest.mark.django_db
def test_a_column_goes_to_no_hidden_field_and_is_matched_by_none(cast: Cast):
    run = uploaded(cast)
    assert run.mapping["Tax id"] == "tax_id"
    keep_from(cast, ("company", "tax_id"))

    offered = {target.name for target in targets.every(registry.get("company"), by=cast.ada)}
    assert "tax_id" not in offered
    assert "tax_id" not in imports.keys_for(run, by=cast.ada)
    assert "Tax id" not in imports.mapped(run, by=cast.ada)
    with pytest.raises(imports.BadOption) as refusal:
        imports.remap(run, {"Tax id": "tax_id"}, by=cast.ada)
    assert "tax_id" not in str(refusal.value).partition("has:")[2]
    with pytest.raises(imports.BadOption):
        imports.configure(run, by=cast.ada, key="tax_id")
    assert "tax_id" not in uploaded(cast).mapping.values()
    with pytest.raises(Denied):
        Importer(run, by=cast.ada, at=NOON, is_check=True)


@pytest.mark.django_db
def test_records_are_not_found_by_a_hidden_field_of_what_a_column_leads_to(cast: Cast):
    keep_from(cast, ("company", "tax_id"))
    contact = registry.get("contact")

    assert targets.parse(contact, "company.tax_id", by=cast.max).via is not None
    with pytest.raises(targets.UnknownTarget):
        targets.parse(contact, "company.tax_id", by=cast.ada)


@pytest.mark.django_db
def test_a_saved_view_opens_without_a_hidden_field_and_says_so(cast: Cast):
    make("company", cast.ada, name="Small", employees=2)
    view = saved.create(
        "company",
        "Big ones",
        by=cast.ada,
        filter="employees.gt:100,name.not_empty",
        sort="-employees",
        columns=["name", "employees", "industry"],
    )
    ada = visitor("ada", cast).client
    address, said = f"/companies?view=v{view.pk}", "This view names fields that you may not see."
    assert said not in ada.get(address).content.decode()
    keep_from(cast, ("company", "employees"))

    answer = ada.get(address)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert said in shown
    assert "Small" in shown
    assert "Employees" not in shown
    assert ada.get("/companies?filter=employees.gt:1").status_code == 400


@pytest.mark.django_db
def test_the_dashboard_counts_deals_whose_worth_is_hidden(cast: Cast):
    make_deal(cast.ada, make_pipeline(), amount="7310017 EUR", probability=50)
    ada = visitor("ada", cast).client
    assert "7,310,017" in ada.get("/").content.decode()

    for names in (("amount",), ("probability",), ("closed_on",), ("closes_on", "company")):
        keep_from(cast, *[("deal", name) for name in names])
        answer = ada.get("/")
        assert answer.status_code == 200
        assert "7,310,017" not in answer.content.decode()
        assert "1 deal" in answer.content.decode()


@pytest.mark.django_db
def test_a_token_sees_no_more_than_its_person(cast: Cast):
    keep_from(cast, ("company", "employees"))
    narrow = dataclasses.replace(cast.ada, narrow=Narrow(read_only=True), source="api")

    assert safe(registry.get("company"), by=narrow) is safe(registry.get("company"), by=cast.ada)


@pytest.mark.django_db
def test_a_file_in_a_hidden_field_is_not_opened(cast: Cast):
    from odnos.engine.records import files
    from odnos.engine.records.errors import NotFound

    company = make("company", cast.ada, name="Acme")
    kept = files.store([b"secret"], "secret.txt")
    make("note", cast.ada, about=company.reference, body="See the file", file=kept)
    assert files.find(kept["sha256"], by=cast.ada)
    keep_from(cast, ("note", "file"))

    assert files.find(kept["sha256"], by=cast.max)
    with pytest.raises(NotFound):
        files.find(kept["sha256"], by=cast.ada)


@pytest.mark.django_db
def test_actions_ask_for_no_field_that_may_not_be_edited(cast: Cast):
    deal = make_deal(cast.ada, make_pipeline())
    ada = visitor("ada", cast)
    body = {"lost_reason": "price"}
    keep_from(cast, ("deal", "lost_reason"), may_see=True)

    assert "lost_reason" not in ada.call("GET", f"/deals/{deal.id}/lose", {}).content.decode()
    refused = ada.call("POST", f"/api/v1/deals/{deal.id}/actions/lose", body)
    assert [error["field"] for error in refused.json()["errors"]] == ["lost_reason"]
    assert read.get(registry.get("deal"), deal.id, by=cast.dora)["status"] == "open"
    assert ada.call("POST", f"/api/v1/deals/{deal.id}/actions/win", {}).status_code == 200
