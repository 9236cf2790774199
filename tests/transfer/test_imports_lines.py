"""Files with a row for each line of an order: rows of one number are one order."""

from decimal import Decimal

import pytest

from odnos.engine.records import read, undo
from odnos.engine.transfer import check, imports, run
from odnos.objects.registry import registry
from tests.transfer.bring import AT, STEP, bring, counts, reasons, upload

pytestmark = pytest.mark.django_db

HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
FILE = f"""{HEAD}
536365,85123A,WHITE HANGING HEART,6,2010-12-01 08:26:00,2.55,17850,United Kingdom
536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39,17850,United Kingdom
536366,85123a,white hanging heart,2,2010-12-01 08:28:00,0.085,13047,France
C536379,71053,WHITE METAL LANTERN,-1,2010-12-01 09:41:00,3.39,17850,United Kingdom
536414,22139,,56,2010-12-01 11:52:00,0,,United Kingdom
"""


def every(key, by):
    return [row for batch in read.iterate(registry.get(key), by=by, at=AT) for row in batch]


def orders(by):
    return {row["number"]: row for row in every("order", by)}


def test_the_columns_of_a_shop_s_file_are_known_by_their_names(cast):
    made = upload("order", FILE, by=cast.dora)

    assert made.mapping == {
        "InvoiceNo": "number",
        "StockCode": "lines.product.code",
        "Description": "lines.name",
        "Quantity": "lines.quantity",
        "InvoiceDate": "placed_at",
        "UnitPrice": "lines.unit_price",
        "CustomerID": "contact.external_id",
        "Country": "country",
    }


def test_rows_of_one_number_are_one_order_with_its_lines(cast):
    made = bring("order", FILE, by=cast.dora, create_missing=True)

    found = orders(cast.dora)
    lines = every("order_line", cast.dora)
    assert counts(made) == (6, 6, 0, 0, 0)
    assert {number: row["total"].amount for number, row in found.items()} == {
        "536365": Decimal("55.98"),
        "536366": Decimal("0.17"),
        "C536379": Decimal("-3.39"),
        "536414": 0,
    }
    assert [len([line for line in lines if line["order"] == row.id]) for row in found.values()] == [
        3,
        1,
        1,
        1,
    ]
    assert {number: row["state"] for number, row in found.items()}["C536379"] == "returned"
    assert found["536366"]["country"] == "France"


def test_customers_and_products_are_made_by_their_keys_and_found_by_them(cast):
    bring("order", FILE, by=cast.dora, create_missing=True)

    products = {row["code"]: (row["name"], row["price"].amount) for row in every("product", cast.dora)}
    contacts = {row["external_id"]: row for row in every("contact", cast.dora)}
    assert products == {
        "85123A": ("WHITE HANGING HEART", Decimal("2.55")),
        "71053": ("WHITE METAL LANTERN", Decimal("3.39")),
        "85123a": ("white hanging heart", Decimal("0.085")),
        "22139": ("22139", 0),
    }
    assert sorted(contacts) == ["13047", "17850"]
    assert orders(cast.dora)["C536379"]["contact"] == contacts["17850"].id
    assert orders(cast.dora)["536414"]["contact"] is None


def test_the_same_file_again_changes_nothing_and_doubles_nothing(cast):
    bring("order", FILE, by=cast.dora, create_missing=True)
    before = {row.id: row.version for row in [*every("order", cast.dora), *every("order_line", cast.dora)]}

    again = bring("order", FILE, by=cast.dora, create_missing=True)

    assert counts(again) == (6, 0, 6, 0, 0)
    after = {row.id: row.version for row in [*every("order", cast.dora), *every("order_line", cast.dora)]}
    assert after == before


def test_a_file_with_more_lines_adds_them_and_brings_changed_ones_up_to_date(cast):
    bring("order", FILE, by=cast.dora, create_missing=True)
    more = f"{HEAD}\n536365,85123A,WHITE HANGING HEART,8,2010-12-01 08:26:00,2.55,17850,United Kingdom\n"
    more += "536365,22139,TEA SET,1,2010-12-01 08:26:00,4.95,17850,United Kingdom\n"

    made = bring("order", more, by=cast.dora, create_missing=True)

    order = orders(cast.dora)["536365"]
    lines = [line for line in every("order_line", cast.dora) if line["order"] == order.id]
    assert counts(made) == (2, 1, 1, 0, 0)
    assert sorted(int(line["quantity"]) for line in lines) == [1, 6, 6, 8]
    assert order["total"].amount == Decimal("66.03")


@pytest.mark.parametrize("size", [1, 2, 5])
def test_where_batches_end_makes_no_difference(cast, monkeypatch, size):
    monkeypatch.setattr(run, "BATCH", size)

    made = bring("order", FILE, by=cast.dora, create_missing=True)

    assert counts(made) == (6, 6, 0, 0, 0)
    assert orders(cast.dora)["536365"]["total"].amount == Decimal("55.98")
    assert len(every("order_line", cast.dora)) == 6


class Killed(Exception):
    pass


def test_an_import_cut_off_between_lines_of_an_order_goes_on_without_doubling_them(cast, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 2)
    made = upload("order", FILE, by=cast.dora)
    imports.configure(made, by=cast.dora, create_missing=True)
    imports.start(made, by=cast.dora, at=AT, in_background=False)

    def die(_run):
        raise Killed

    with pytest.raises(Killed):
        run.work(made, by=cast.dora, step=STEP, progress=die)
    made.refresh_from_db()
    assert (made.cursor, len(every("order_line", cast.dora))) == (3, 2)
    run.work(made, by=cast.dora, step=STEP)

    made.refresh_from_db()
    assert counts(made) == (6, 6, 0, 0, 0)
    assert orders(cast.dora)["536365"]["total"].amount == Decimal("55.98")


def test_one_click_takes_orders_lines_and_what_was_made_for_them_back(cast):
    made = bring("order", FILE, by=cast.dora, create_missing=True)

    undo.change_set(made.change_set_id, by=cast.dora, at=AT)

    assert [every(key, cast.dora) for key in ("order", "order_line", "contact", "product")] == [[]] * 4


def test_the_check_tells_what_the_import_would_do(cast):
    made = upload("order", FILE, by=cast.dora)
    imports.configure(made, by=cast.dora, create_missing=True)
    imports.begin_check(made, at=AT)

    check.work(made, by=cast.dora, step=STEP)

    assert {name: made.findings[name] for name in ("rows", "new", "matching", "failing")} == {
        "rows": 6,
        "new": 6,
        "matching": 0,
        "failing": 0,
    }
    assert every("order", cast.dora) == []
    assert made.findings["unknown"]["lines.product.code"]["may_create"] is True


def test_a_row_that_fails_leaves_the_other_lines_of_its_order(cast):
    broken = FILE.replace("71053,WHITE METAL LANTERN,6,", "71053,WHITE METAL LANTERN,many,", 1)

    made = bring("order", broken, by=cast.dora, map={"Quantity": "lines.quantity"}, create_missing=True)

    assert counts(made) == (6, 5, 0, 0, 1)
    assert reasons(made, is_fatal=True) == [(3, "Order lines: Quantity: “many” is not a number.")]
    assert orders(cast.dora)["536365"]["total"].amount == Decimal("35.64")


def test_when_the_row_that_begins_an_order_cannot_make_it_its_lines_fail_with_the_reason(cast):
    without_day = FILE.replace("536365,71053", ",71053")

    made = bring("order", without_day, by=cast.dora, create_missing=True)

    assert counts(made) == (6, 4, 0, 0, 2)
    assert reasons(made, is_fatal=True) == [
        (3, "Order number: Fill this in."),
        (4, "Order number: Fill this in."),
    ]


def test_a_line_that_says_something_else_of_its_order_is_told_and_the_first_row_counts(cast):
    later = FILE.replace(
        "536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:26",
        "536365,71053,WHITE METAL LANTERN,6,2010-12-01 08:27",
        1,
    )

    made = bring("order", later, by=cast.dora, create_missing=True)

    assert reasons(made, is_fatal=False) == [(3, "Placed at: row 2 says something else, and counts.")]
    assert f"{orders(cast.dora)['536365']['placed_at']:%H:%M}" == "07:26"


def test_without_leave_to_make_products_unknown_ones_fail_with_their_code(cast):
    made = bring("order", FILE, by=cast.dora)

    assert counts(made) == (6, 0, 0, 0, 6)
    assert every("order", cast.dora) == []


def test_a_file_of_whole_orders_needs_no_lines(cast):
    made = bring(
        "order",
        "Order number,Customer ID,Date,Total\n1,4,1997-01-01,29.33\n",
        by=cast.dora,
        create_missing=True,
    )

    assert counts(made) == (1, 1, 0, 0, 0)
    assert orders(cast.dora)["1"]["total"].amount == Decimal("29.33")
