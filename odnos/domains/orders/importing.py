"""Words by which other systems call orders and their lines, and what the rows of a file say of an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from odnos.engine.transfer import hints


def returned(values: dict[str, Any], lines: Sequence[Mapping[str, Any]]) -> None:
    """An order of which everything comes back is a return, unless the file says what it is."""
    quantities = [line["quantity"] for line in lines if line.get("quantity")]
    if quantities and all(quantity < 0 for quantity in quantities):
        values.setdefault("state", "returned")


hints.add(
    "order",
    hints.Hints(
        names=(
            "order",
            "purchase",
            "invoice",
            "sales order",
            "receipt",
            "заказ",
            "покупка",
            "счёт",
            "чек",
            "naročilo",
            "nakup",
            "račun",
        ),
        fields={
            "number": (
                "order number",
                "order no",
                "order id",
                "invoice no",
                "invoice number",
                "invoice",
                "receipt number",
                "номер заказа",
                "номер счёта",
                "номер чека",
                "številka naročila",
                "številka računa",
            ),
            "placed_at": (
                "order date",
                "invoice date",
                "date",
                "purchase date",
                "transaction date",
                "ordered at",
                "дата заказа",
                "дата покупки",
                "дата",
                "datum naročila",
                "datum nakupa",
                "datum",
            ),
            "state": ("status", "order status", "статус", "stanje", "status naročila"),
            "channel": ("sales channel", "source", "канал", "канал продаж", "kanal", "prodajni kanal"),
            "country": ("country", "ship country", "страна", "država"),
            "total": ("order total", "sum", "revenue", "amount paid", "сумма", "итого", "znesek", "skupaj"),
            "note": ("notes", "comment", "remark", "комментарий", "примечание", "opomba", "opombe"),
        },
        keyed={
            "contact.external_id": (
                "customer id",
                "customer number",
                "customer no",
                "client id",
                "код клиента",
                "номер клиента",
                "šifra stranke",
                "številka stranke",
            ),
            "company.external_id": (
                "company id",
                "account id",
                "код компании",
                "код контрагента",
                "šifra podjetja",
            ),
        },
        gathers="order_line",
        gathers_by="number",
        whole=returned,
    ),
)
hints.add(
    "order_line",
    hints.Hints(
        names=("lines", "items", "positions", "товары", "позиции", "postavke"),
        fields={
            "name": ("description", "item description", "product description", "описание", "opis"),
            "quantity": ("qty", "count", "pieces", "units", "количество", "кол-во", "količina"),
            "unit_price": ("unit price", "price", "item price", "цена", "цена за единицу", "cena"),
            "discount": ("rebate", "line discount", "скидка", "popust"),
        },
        makes={"product": {"name": "@name", "price": "@unit_price"}},
        keyed={
            "product.code": (
                "stock code",
                "sku",
                "product code",
                "item code",
                "article number",
                "item number",
                "артикул",
                "код товара",
                "šifra izdelka",
                "šifra artikla",
            ),
        },
    ),
)
