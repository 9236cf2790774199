"""A company with one of everything that a configuration holds."""

from __future__ import annotations

import json

from django.db import transaction

from odnos.domains.deals import pipelines
from odnos.engine.access.actor import Actor
from odnos.engine.configuration import apply, export
from odnos.engine.configuration.plan import plan
from odnos.engine.configuration.source import load
from odnos.engine.custom import actions
from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.engine.views import saved
from odnos.objects.registry import registry
from tests.people import NOON

STEPS = (
    ("First call", "open", 10, 7),
    ("Offer/price", "open", 50, 14),
    ("Won", "won", 100, None),
    ("Lost", "lost", 0, None),
)


def make(key: str, by: Actor, **values):
    made = write.create(registry.get(key), values, by=by, at=NOON)
    definitions.refresh()
    return made


def field(by: Actor, options=(), **values):
    made = actions.make(values, options, by=by, at=NOON)
    definitions.refresh()
    return made


def one(key: str, by: Actor, title: str):
    rows = read.query(registry.get(key), by=by, at=NOON, limit=200).rows
    return next(row for row in rows if row.title == title)


def build(by: Actor, team: int) -> None:
    """Define one of everything."""
    pipelines.make_pipeline("Ovens", STEPS, by=by, at=NOON)
    make("custom_object", by, name="Machine", name_many="Machines", name_sl="Stroj", access="own")
    field(
        by,
        name="Serial number",
        object="c_machine",
        kind="text",
        is_required=True,
        is_unique=True,
        mask="AA-000",
        mask_hint="Two letters, three digits",
    )
    field(by, name="Site", object="c_machine", kind="link", to="company", reverse_name="Machines")
    field(
        by,
        [{"name": "Gold", "code": "gold", "tone": "good"}, {"name": "Plain", "code": "plain"}],
        name="Grade",
        object="company",
        kind="choice",
        name_ru="Сорт",
        default="gold",
        is_fast=True,
    )
    field(by, name="Fee", object="deal", kind="number", places=2, least=0, most=90, unit="%")
    field(by, name="Fee paid", object="deal", kind="formula", formula="amount * fee / 100")
    field(
        by,
        name="Deals won",
        object="company",
        kind="rollup",
        through="deal.company",
        measure="count",
        only="status.is:won",
    )
    field(
        by,
        name="Daughters of gold",
        object="company",
        kind="rollup",
        through="company.parent",
        measure="count",
        only="grade.is:gold",
    )
    make(
        "field_rule",
        by,
        name="Reason when big",
        object="deal",
        condition="fee.gte:10",
        effect="required",
        targets=["tags"],
    )
    make("field_right", by, object="deal", field="fee", role="analyst", may_see=False)
    drawing = {"panels": [{"name": "Main", "fields": ["name", "grade"]}], "quick": ["name"]}
    make("layout", by, object="company", role="manager", drawing=json.dumps(drawing))
    partner = make("role", by, name="Partner", parent=one("role", by, "Representative").id)
    make("role_right", by, role=partner.id, object="deal", deed="delete", scope="none", forbid=True)
    south = make("territory", by, name="South", teams=[team])
    make("territory_rule", by, territory=south.id, object="company", filter="grade.is:gold")
    stage = one("stage", by, "Offer/price")
    make(
        "stage_gate",
        by,
        stage=stage.id,
        needed=["fee"],
        condition="fee.gte:5",
        checklist=["Read", "Signed"],
        needs_approval=True,
        approver_role="manager",
    )
    saved.create(
        "deal",
        "In offer",
        by=by,
        audience="everyone",
        filter=f"stage.is:{stage.id},owner.is:me",
        columns=["name", "fee"],
        sort="-fee",
    )
    make("retention_rule", by, name="Old leads", object="lead", since="created_at", days=900)


def text_of(by: Actor) -> str:
    return export.export(by=by, at=NOON).text


def elsewhere(by: Actor, team: int) -> str:
    """Return the file of such a company, as another installation wrote it: nothing of it is here."""
    with transaction.atomic():
        build(by, team)
        text = text_of(by)
        transaction.set_rollback(True)
    definitions.forget()
    definitions.refresh()
    return text


def applied(text: str, by: Actor, **how):
    definitions.refresh()
    return apply.apply(load(text.encode(), by.context(NOON)), by=by, at=NOON, **how)


def planned(text: str, by: Actor):
    return plan(load(text.encode(), by.context(NOON)), by=by, at=NOON)
