"""An import of numbers, days and amounts, as a spreadsheet writes them."""

import datetime as dt
from decimal import Decimal

from odnos.lib.money import Money
from tests.transfer.bring import bring, upload, values


def test_numbers_and_days_are_read_by_what_their_column_says(cast):
    bring(
        "deal",
        'name,amount,start date,stage\nA,"1.234",3/4/2026,Won\nB,"7,5",3/25/2026,Won\n',
        by=cast.dora,
        create_missing=True,
    )

    assert values("deal", "amount", by=cast.dora) == [
        Money(Decimal(1234), "EUR"),
        Money(Decimal("7.5"), "EUR"),
    ]
    assert values("deal", "started_on", by=cast.dora) == [dt.date(2026, 3, 4), dt.date(2026, 3, 25)]


def test_a_multiplier_and_a_currency_column_make_the_amount(cast):
    bring(
        "company",
        "name,revenue,cur\nAcme,1.5,usd\n",
        by=cast.dora,
        map={"revenue": "annual_revenue*1000000", "cur": "annual_revenue.currency"},
    )

    assert values("company", "annual_revenue", by=cast.dora) == [Money(Decimal(1_500_000), "USD")]


def test_an_open_deal_keeps_its_closing_day_as_the_expected_one(cast):
    bring(
        "deal",
        "name,stage,close date\nA,Won,2026-01-05\nB,Proposal,2026-05-01\n",
        by=cast.dora,
        create_missing=True,
    )

    assert values("deal", "closed_on", by=cast.dora) == [dt.date(2026, 1, 5), None]
    assert values("deal", "closes_on", by=cast.dora) == [None, dt.date(2026, 5, 1)]


def test_the_first_sheet_with_rows_is_taken_not_the_cover(cast, tmp_path):
    import xlsxwriter

    path = tmp_path / "people.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Empty")
        book.add_worksheet("Read me").write(0, 0, "Exported by another system")
        people = book.add_worksheet("People")
        people.write_row(0, 0, ["Name", "E-mail"])
        people.write_row(1, 0, ["Živa", "ziva@example.si"])

    made = upload("contact", path, by=cast.ada, name="people.xlsx")

    assert (made.layout["sheet"], made.header) == ("People", ["Name", "E-mail"])
