"""What the store has when it was filled."""

import datetime as dt
from decimal import Decimal

from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.engine.custom import add_field, add_object  # noqa: F401 -- fixtures
from tests.web.sales import make_deal, make_pipeline

AT = dt.datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=dt.UTC)


def test_a_record_stands_in_the_store_as_it_was_written(cast, analytics):
    values = {"name": "Weaving Ltd", "tags": ["north", "new"]}
    company = write.create(registry.get("company"), values, by=cast.ada, at=AT)
    analytics.refresh()

    answer = analytics.ask(
        "SELECT name, tags, owner_id, created_at, deleted_at FROM company WHERE id = $id", {"id": company.id}
    )

    assert answer.columns == ("name", "tags", "owner_id", "created_at", "deleted_at")
    assert answer.rows == [("Weaving Ltd", ["north", "new"], cast.ada.user_id, AT, None)]


def test_amounts_are_exact_in_the_store(cast, analytics):
    stages = make_pipeline()
    for amount in ("99999999999999.9999", "-99999999999999.9998", "0.0001"):
        make_deal(cast.ada, stages, amount={"amount": amount, "currency": "EUR"})
    analytics.refresh()

    [(total, least, number)] = analytics.ask("SELECT sum(amount), min(amount), count(*) FROM deal").rows

    assert (total, least, number) == (Decimal("0.0002"), Decimal("-99999999999999.9998"), 3)


def test_steps_through_stages_are_a_table_of_their_own(cast, analytics):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    write.update(registry.get("deal"), deal.id, {"stage": stages["Won"]}, version=None, by=cast.ada, at=AT)
    analytics.refresh()

    steps = analytics.ask("SELECT deal_id, from_stage_id, to_stage_id FROM stage_change ORDER BY id").rows

    assert steps == [(deal.id, None, stages["New"]), (deal.id, stages["New"], stages["Won"])]


def test_added_fields_are_columns(cast, add_field, analytics):  # noqa: F811
    kinds = {"text": "Oak", "number": "2.5", "date": "2026-03-01", "boolean": True, "moment": AT}
    fields = {
        kind: add_field("company", kind, kind.title(), places=1 if kind == "number" else None)
        for kind in kinds
    }
    company = registry.get("company")
    names = {kind: f"{row['code']}" for kind, row in fields.items()}
    write.create(
        company, {"name": "A", **{names[kind]: value for kind, value in kinds.items()}}, by=cast.dora, at=AT
    )
    write.create(company, {"name": "B"}, by=cast.dora, at=AT)
    analytics.refresh()

    columns = ", ".join(company.field(names[kind]).column for kind in kinds)
    rows = analytics.ask(f"SELECT {columns} FROM company ORDER BY name").rows

    assert rows == [("Oak", Decimal("2.5"), dt.date(2026, 3, 1), True, AT), ("", None, None, False, None)]


def test_what_is_told_apart_by_links_and_tags_is_found(cast, analytics):
    company = write.create(registry.get("company"), {"name": "A", "tags": ["North"]}, by=cast.ada, at=AT)
    analytics.refresh()

    found = analytics.ask(
        "SELECT object_key, field, value FROM record_value WHERE record_id = $id", {"id": company.id}
    )

    assert found.rows == [("company", "tags", "north")]


def test_no_password_is_in_the_store(cast, analytics):
    secret = User.objects.get(pk=cast.ada.user_id).password
    columns = {name for (name,) in analytics.ask("SELECT column_name FROM duckdb_columns()").rows}
    texts = [
        row for row in analytics.ask('SELECT CAST(u AS VARCHAR) FROM "user" AS u').rows if secret in row[0]
    ]

    assert secret
    assert not columns & {"password", "secret", "salt", "token", "version", "custom"}
    assert texts == []
