"""The main job on real input: the four files of a company's sales database, and what must come out."""

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from odnos.domains.deals import pipelines
from odnos.engine.records import read, undo
from odnos.objects.registry import registry
from tests.people import build_cast
from tests.transfer.bring import AT, MAVEN, bring, counts

FILES = (
    ("user", "sales_teams"),
    ("company", "accounts"),
    ("product", "products"),
    ("deal", "sales_pipeline"),
)
TEMPLATE = ["New", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]


@dataclass
class Moved:
    """The company after its move: who did it, and what became of each file."""

    by: Any
    runs: dict[str, Any]


@pytest.fixture(scope="module")
def moved(django_db_setup, django_db_blocker):
    """The four files brought in once for all tests of this module, and rolled back after them."""
    with django_db_blocker.unblock(), rolled_back():
        dora = build_cast().dora
        pipelines.ensure_pipeline(by=dora, at=AT)
        yield Moved(
            dora,
            {
                key: bring(key, MAVEN / f"{name}.csv", by=dora, name=f"{name}.csv", create_missing=True)
                for key, name in FILES
            },
        )


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def every(key, by):
    return [row for batch in read.iterate(registry.get(key), by=by, at=AT) for row in batch]


def test_every_row_of_the_four_files_arrives(moved):
    assert {key: counts(made) for key, made in moved.runs.items()} == {
        "user": (35, 35, 0, 0, 0),
        "company": (85, 85, 0, 0, 0),
        "product": (7, 7, 0, 0, 0),
        "deal": (8800, 8800, 0, 0, 0),
    }


def test_the_deals_stand_as_the_company_had_them(moved):
    deals = every("deal", moved.by)
    stages = {row.id: row["name"] for row in every("stage", moved.by)}

    assert Counter(stages[deal["stage"]] for deal in deals) == {
        "Won": 4238,
        "Lost": 2473,
        "Engaging": 1589,
        "Prospecting": 500,
    }
    assert Counter(deal["status"] for deal in deals) == {"won": 4238, "lost": 2473, "open": 2089}
    assert sum(deal["amount"].amount for deal in deals if deal["status"] == "won") == Decimal(10_005_534)
    assert sum(deal["company"] is None for deal in deals) == 1425
    assert all(deal["owner"] and deal["team"] and deal["external_id"] for deal in deals)
    assert sum(deal["closed_on"] is not None for deal in deals) == 4238 + 2473


def test_the_stages_stand_in_the_order_of_a_funnel_and_the_unused_template_is_gone(moved):
    stages = sorted(every("stage", moved.by), key=lambda row: row["position"])

    assert [(row["name"], row["kind"], int(row["probability"])) for row in stages] == [
        ("Prospecting", "open", 10),
        ("Engaging", "open", 20),
        ("Won", "won", 100),
        ("Lost", "lost", 0),
    ]


def test_the_product_lines_name_what_the_file_names(moved):
    products = {row.id: row["name"] for row in every("product", moved.by)}
    lines = every("deal_line", moved.by)

    assert Counter(products[line["product"]] for line in lines) == {
        "GTX Basic": 1866,
        "MG Special": 1651,
        "GTXPro": 1480,
        "MG Advanced": 1412,
        "GTX Plus Basic": 1383,
        "GTX Plus Pro": 968,
        "GTK 500": 40,
    }
    assert sum(name in ("GTXPro", "GTX Pro") for name in products.values()) == 2


def test_one_deal_is_whole(moved):
    [deal] = [row for row in every("deal", moved.by) if row["external_id"] == "1C1I7A6R"]
    shown = read.titles(read.references([deal], ["company", "owner", "team", "stage"]), by=moved.by)
    [line] = [row for row in every("deal_line", moved.by) if row["deal"] == deal.id]

    assert deal["name"] == "Cancity – GTX Plus Basic"
    assert sorted(shown.values()) == ["Cancity", "Central", "Moses Frase", "Won"]
    assert (str(deal["started_on"]), str(deal["closed_on"])) == ("2016-10-20", "2017-03-01")
    assert (deal["amount"].amount, line["quantity"], line["total"].amount) == (1054, 1, 1054)


def test_people_have_their_teams_and_managers(moved):
    people = {row["name"]: row for row in every("user", moved.by)}
    teams = {row.id: row["name"] for row in every("team", moved.by)}
    moses = people["Moses Frase"]

    assert (teams[moses["team"]], moses["role"]) == ("Central", "representative")
    assert moses["manager"] == people["Dustin Brinkmann"].id
    assert {name for name, row in people.items() if row["role"] == "manager"} - {"Max"} == {
        "Dustin Brinkmann",
        "Melvin Marxen",
        "Cara Losch",
        "Rocco Neubert",
        "Celia Rouche",
        "Summer Sewald",
    }


def test_companies_know_their_mothers_though_these_come_later(moved):
    companies = {row["name"]: row for row in every("company", moved.by)}

    assert companies["Dalttechnology"]["parent"] == companies["Bubba Gump"].id
    assert sum(row["parent"] is not None for row in companies.values()) == 15
    assert companies["Dalttechnology"]["address"] == {"country": "United States"}


def test_the_second_time_by_key_changes_nothing_and_doubles_nothing(moved):
    with rolled_back():
        again = bring("deal", MAVEN / "sales_pipeline.csv", by=moved.by, key="opportunity_id")

        assert counts(again) == (8800, 0, 8800, 0, 0)
        assert len(every("deal", moved.by)) == 8800
        assert len(every("deal_line", moved.by)) == 8800


def test_one_click_takes_it_all_back(moved):
    with rolled_back():
        undo.change_set(moved.runs["deal"].change_set_id, by=moved.by, at=AT)

        assert every("deal", moved.by) == []
        assert every("deal_line", moved.by) == []
        assert len(every("company", moved.by)) == 85
        stages = sorted(every("stage", moved.by), key=lambda row: row["position"])
        assert [row["name"] for row in stages] == TEMPLATE


def test_without_create_missing_unknown_names_fail_with_what_was_meant(cast):
    for key, name in FILES[:3]:
        bring(key, MAVEN / f"{name}.csv", by=cast.dora, create_missing=True)

    made = bring("deal", MAVEN / "sales_pipeline.csv", by=cast.dora)

    told = Counter(made.problems.filter(is_fatal=True).values_list("reason", flat=True))
    gtx = [reason for reason in told if "GTXPro" in reason]
    assert made.failed == sum(told.values())
    assert all("did you mean “GTX Pro”?" in reason for reason in gtx)
    assert sum(told[reason] for reason in gtx) == 1480
