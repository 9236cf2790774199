"""What comes in and goes out by files asks for the rights of whoever brings or takes it, at every step of the way."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from odnos.domains.deals import pipelines
from odnos.domains.organisation.role_objects import ROLE, ROLE_RIGHT
from odnos.engine.access.actor import Actor, Narrow, actor_for, system_actor
from odnos.engine.access.models import User
from odnos.engine.access.rights import Denied
from odnos.engine.records import write
from odnos.engine.tables import definitions
from odnos.engine.transfer import check, exports, imports, jobs, run, targets
from odnos.engine.transfer.models import ExportRun, ImportRun
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.people import NOON, Cast
from tests.transfer.bring import AT, STEP, bring, counts, reasons, upload, values
from tests.working import drain

assert jobs
pytestmark = pytest.mark.django_db


def with_role(cast: Cast, *rights: tuple[str, str, str], name: str = "Narrow") -> Actor:
    """Return Ben with a new role: everything over all objects, but for `rights`, each an object, a deed and a scope."""
    role = write.create(ROLE, {"name": name}, by=cast.dora, at=NOON)
    deeds = ("see", "create", "edit", "delete", "export", "import")
    for key, deed, scope in (*(("*", deed, "all") for deed in deeds), *rights):
        given = {"role": role.id, "object": key, "deed": deed, "scope": scope, "forbid": False}
        write.create(ROLE_RIGHT, given, by=cast.dora, at=NOON)
    definitions.refresh()
    user, change = registry.get("user"), {"role": role["code"]}
    write.update(user, cast.ben.user_id, change, version=None, by=cast.dora, at=NOON)
    definitions.refresh()
    return actor_for(User.objects.get(pk=cast.ben.user_id))


def narrowed(actor: Actor, *objects: str) -> Actor:
    """Return the actor as a token for some objects leaves them."""
    return dataclasses.replace(actor, narrow=Narrow(objects=frozenset(objects)))


def make(key: str, by: Actor, **given: Any) -> int:
    return write.create(registry.get(key), given, by=by, at=NOON).id


def examined(key: str, content: str, *, by: Actor, **options: Any) -> ImportRun:
    """Check a file, and write nothing of it."""
    found = upload(key, content, by=by)
    imports.configure(found, by=by, **options)
    imports.begin_check(found, at=AT)
    check.work(found, by=by, step=STEP)
    return found


def test_a_record_out_of_reach_is_neither_linked_nor_proposed_by_its_name(cast: Cast):
    make("company", cast.cleo, name="Secret Works")

    made = bring("contact", "name,company\nEva,Secret Works\nIda,Secret Work\n", by=cast.ada)

    assert reasons(made) == [
        (2, "Company: there is no “Secret Works”."),
        (3, "Company: there is no “Secret Work”."),
    ]


def test_a_check_does_not_tell_which_ids_there_are(cast: Cast):
    secret = make("company", cast.cleo, name="Secret")

    found = examined("company", f"Odnos id,name\n{secret},X\n{secret + 7000},X\n", by=cast.ada)

    assert found.mapping["Odnos id"] == "id"
    assert reasons(found) == [
        (row, f"There is no record with the id {number}, or you may not see it.")
        for row, number in ((2, secret), (3, secret + 7000))
    ]


def test_records_are_neither_found_nor_recognised_by_a_hidden_email(cast: Cast):
    make("company", cast.ada, name="Acme", email="info@acme.si")
    keep_from(cast, ("company", "email"))
    rows = "name,email,x\nEva,eva@acme.si,info@acme.si\n"

    recognised = upload("contact", rows, by=cast.ada)
    named = bring("contact", rows, by=cast.ada, map={"x": "company"})

    assert "x" not in recognised.mapping
    assert upload("contact", rows, by=cast.dora).mapping["x"] == "company"
    assert reasons(named) == [(2, "Company: there is no “info@acme.si”.")]


def test_a_hidden_key_of_linked_records_is_offered_for_no_column(cast: Cast):
    keep_from(cast, ("contact", "external_id"))
    order = registry.get("order")

    offered = {target.name for target in targets.every(order, by=cast.ada)}

    assert "contact.external_id" not in offered
    assert "company.external_id" in offered
    assert upload("order", "CustomerID\n2\n", by=cast.ada).mapping != {"CustomerID": "contact.external_id"}


def test_an_import_ends_when_the_right_to_import_goes_meanwhile(cast: Cast):
    ben = with_role(cast)
    made = upload("company", "name\nAcme\n", by=ben)
    imports.start(made, by=ben, at=AT, in_background=False)
    ben = with_role(cast, ("company", "import", "none"), name="Narrower")

    run.work(made, by=ben, step=STEP)

    assert (made.state, made.rows) == ("failed", 0)
    assert values("company", "name", by=ben) == []
    assert made.reason == "You may not import Companies. Ask an administrator for the right."


def test_an_import_is_not_started_without_the_right(cast: Cast):
    ben = with_role(cast)
    made = upload("company", "name\nAcme\n", by=ben)

    ben = with_role(cast, ("company", "import", "none"), name="Narrower")
    with pytest.raises(Denied):
        imports.start(made, by=ben, at=AT)

    made.refresh_from_db()
    assert (made.state, made.change_set_id) == ("uploaded", None)


def test_an_import_is_taken_back_by_its_maker_and_administrators(cast: Cast):
    first, second = (bring("company", f"name\n{name}\n", by=cast.ada) for name in ("Acme", "Brix"))

    with pytest.raises(Denied):
        imports.undo(first, by=cast.ben, at=AT)
    assert values("company", "name", by=cast.ada) == ["Acme", "Brix"]
    imports.undo(first, by=cast.ada, at=AT)
    imports.undo(second, by=cast.dora, at=AT)
    drain()

    assert values("company", "name", by=cast.ada) == []


def test_notes_that_one_does_not_see_are_neither_found_nor_changed(cast: Cast):
    make("company", cast.ada, name="Acme", external_id="1")
    ben = with_role(cast, ("note", "see", "none"))
    rows, map = "external id,remark\n1,Call in May\n", {"remark": "notes.body"}

    found = [bring("company", rows, by=by, map=map, key="external_id") for by in (cast.ada, ben)]

    assert [reasons(made) for made in found] == [[], []]
    assert values("note", "body", by=cast.dora) == ["Call in May"] * 2


def test_lines_of_orders_that_one_does_not_see_are_neither_found_nor_changed(cast: Cast):
    ben = with_role(cast, ("order_line", "see", "none"))
    rows = "InvoiceNo,Description,Quantity,UnitPrice\n1,Tea,2,3.00\n"

    found = [bring("order", rows, by=by) for by in (cast.dora, ben)]

    assert [counts(made) for made in found] == [(1, 1, 0, 0, 0)] * 2
    assert values("order_line", "quantity", by=cast.dora) == [2, 2]


def test_a_hidden_price_is_worked_out_for_no_line(cast: Cast):
    make("product", cast.dora, name="Tea")
    pipelines.ensure_pipeline(by=cast.dora, at=AT)
    rows = "name,stage,amount,product\nDeal,New,300 EUR,Tea\n"
    keep_from(cast, ("deal_line", "unit_price"))

    made = bring("deal", rows, by=cast.ada, map={"product": "lines.product"})

    assert reasons(made) == []
    assert len(values("deal_line", "product", by=cast.dora)) == 1


@pytest.mark.parametrize("may_see", [True, False])
def test_what_the_lines_tell_of_an_order_is_left_out_where_its_field_is_closed(cast: Cast, may_see: bool):
    keep_from(cast, ("order", "state"), may_see=may_see)

    made = bring("order", "InvoiceNo,Description,Quantity,UnitPrice\n1,Tea,-2,3.00\n", by=cast.ada)

    assert reasons(made) == []
    assert counts(made) == (1, 1, 0, 0, 0)


def test_a_check_offers_to_make_what_one_may_make(cast: Cast):
    pipelines.ensure_pipeline(by=cast.dora, at=AT)

    found = {
        name: examined(
            "deal", "name,stage,company\nA,Prospecting,Acme\n", by=by, create_missing=True
        ).findings
        for name, by in (("ada", cast.ada), ("dora", cast.dora))
    }

    offered = {
        name: {key: told["may_create"] for key, told in found[name]["unknown"].items()} for name in found
    }
    assert offered == {"ada": {"stage": False, "company": True}, "dora": {"stage": True, "company": True}}
    assert {name: list(told["paths"]) for name, told in found.items()} == {"ada": [], "dora": ["stage"]}


def test_a_token_without_stages_finds_none_by_what_its_name_means(cast: Cast):
    pipelines.ensure_pipeline(by=cast.dora, at=AT)

    made = bring("deal", "name,stage\nA,Closed won\n", by=narrowed(cast.dora, "deal", "pipeline"))

    assert reasons(made) == [(2, "Stage: there is no “Closed won”.")]


def test_a_token_without_pipelines_does_not_look_in_the_first_one(cast: Cast):
    by = system_actor("stages of a test")
    for name in ("North", "South"):
        make("stage", by, name="Talk", pipeline=make("pipeline", by, name=name), kind="open")

    made = bring("deal", "name,stage\nA,Talk\n", by=narrowed(cast.dora, "deal", "stage"))

    assert reasons(made) == [(2, "Stage: “Talk” names 2 records.")]


def test_a_written_file_is_not_for_a_token_of_other_objects(cast: Cast):
    make("company", cast.ada, name="Acme")
    asked = exports.begin(registry.get("company"), format="csv", by=cast.ada, at=AT)
    drain()
    asked = ExportRun.objects.get(pk=asked.pk)

    assert exports.file_of(asked, by=cast.ada, at=AT).exists()
    with pytest.raises(Denied):
        exports.file_of(asked, by=narrowed(cast.ada, "contact"), at=AT)
