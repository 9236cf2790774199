"""Words by which other systems call deals and their stages, and which of a deal's two closing days a date is."""

from collections.abc import Callable
from typing import Any

from odnos.domains.deals.phases import ENDS, PHASES
from odnos.engine.records.row import Row
from odnos.engine.transfer import hints


def closing_day(values: dict[str, Any], linked: Callable[[str], Row | None]) -> None:
    """A closing day of a deal that is still open is the day it is expected to close."""
    stage = linked("stage")
    if stage is not None and stage["kind"] == "open" and values.get("closed_on"):
        values.setdefault("closes_on", values.pop("closed_on"))


hints.add(
    "deal",
    hints.Hints(
        names=(
            "deal",
            "opportunity",
            "sale",
            "order",
            "deal name",
            "opportunity name",
            "сделка",
            "продажа",
            "заказ",
            "posel",
            "priložnost",
            "prodaja",
        ),
        fields={
            "name": ("title", "subject", "name", "название", "тема", "naziv", "ime posla"),
            "amount": (
                "close value",
                "value",
                "deal value",
                "sum",
                "total",
                "price",
                "budget",
                "сумма",
                "стоимость",
                "бюджет",
                "znesek",
                "vrednost",
            ),
            "stage": (
                "deal stage",
                "sales stage",
                "status",
                "step",
                "phase",
                "этап",
                "стадия",
                "статус",
                "faza",
                "stopnja",
            ),
            "pipeline": ("funnel", "sales pipeline", "воронка", "prodajni lijak", "lijak"),
            "started_on": (
                "engage date",
                "start date",
                "opened",
                "open date",
                "created",
                "дата начала",
                "дата создания",
                "datum začetka",
            ),
            "closed_on": (
                "close date",
                "closed",
                "won date",
                "date closed",
                "closing date",
                "дата закрытия",
                "закрыта",
                "datum zaključka",
                "zaključeno",
            ),
            "closes_on": (
                "expected close date",
                "expected close",
                "forecast date",
                "due date",
                "ожидаемая дата закрытия",
                "план закрытия",
                "predviden zaključek",
            ),
            "probability": ("chance", "likelihood", "win probability", "вероятность", "verjetnost"),
            "lost_reason": (
                "loss reason",
                "reason lost",
                "reason",
                "причина отказа",
                "причина проигрыша",
                "razlog izgube",
                "razlog",
            ),
            "contacts": (
                "contact",
                "contact person",
                "контакт",
                "контактное лицо",
                "kontakt",
                "kontaktna oseba",
            ),
            "competitors": ("competitor", "конкурент", "конкуренты", "konkurent", "konkurenti"),
            "source": ("lead source", "origin", "channel", "источник", "vir"),
            "description": ("notes", "note", "comment", "описание", "комментарий", "opis", "opombe"),
        },
        adapt=closing_day,
    ),
)
hints.add(
    "stage",
    hints.Hints(
        names=("stage", "deal stage", "этап", "faza"),
        funnel=hints.Funnel(
            phases=PHASES, ends=ENDS, closed="closed_on", worth="amount", likelihood="probability"
        ),
        values={
            "kind": {
                "won": (
                    "won",
                    "closed won",
                    "win",
                    "success",
                    "sold",
                    "успешно реализовано",
                    "выиграна",
                    "выиграно",
                    "успех",
                    "продано",
                    "dobljeno",
                    "dobljen",
                    "uspešno",
                    "prodano",
                ),
                "lost": (
                    "lost",
                    "closed lost",
                    "loss",
                    "failed",
                    "rejected",
                    "закрыто и не реализовано",
                    "проиграна",
                    "проиграно",
                    "отказ",
                    "провалена",
                    "izgubljeno",
                    "izgubljen",
                    "neuspešno",
                    "zavrnjeno",
                ),
            },
        },
    ),
)
hints.add("pipeline", hints.Hints(names=("pipeline", "funnel", "воронка", "lijak")))
hints.add(
    "deal_line",
    hints.Hints(
        names=("lines", "products", "items", "товары", "позиции", "postavke", "izdelki"),
        fields={
            "quantity": ("qty", "count", "pieces", "количество", "кол-во", "količina"),
            "unit_price": ("unit price", "price", "цена", "cena"),
            "discount": ("rebate", "скидка", "popust"),
        },
    ),
)
