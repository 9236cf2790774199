"""Names, companies and sentences, in Cyrillic and Latin, always the same for the same seed."""

import random
from collections.abc import Iterator

from odnos.lib import text

LAST = [
    "Иванов",
    "Петров",
    "Сидоров",
    "Смирнов",
    "Кузнецов",
    "Попов",
    "Васильев",
    "Соколов",
    "Михайлов",
    "Новиков",
    "Фёдоров",
    "Морозов",
    "Волков",
    "Алексеев",
    "Лебедев",
    "Семёнов",
    "Егоров",
    "Павлов",
    "Козлов",
    "Степанов",
    "Николаев",
    "Орлов",
    "Андреев",
    "Макаров",
    "Никитин",
    "Захаров",
    "Зайцев",
    "Соловьёв",
    "Борисов",
    "Яковлев",
]
FIRST = [
    "Иван",
    "Пётр",
    "Анна",
    "Мария",
    "Елена",
    "Ольга",
    "Сергей",
    "Андрей",
    "Дмитрий",
    "Алексей",
    "Наталья",
    "Татьяна",
    "Михаил",
    "Николай",
    "Юрий",
    "Виктор",
]
LATIN_LAST = [
    "Smith",
    "Jones",
    "Taylor",
    "Brown",
    "Williams",
    "Wilson",
    "Johnson",
    "Davies",
    "Robinson",
    "Wright",
    "Novak",
    "Horvat",
    "Krajnc",
    "Zupančič",
    "Potočnik",
    "Kovač",
    "Mlakar",
    "Kos",
    "Vidmar",
    "Golob",
    "Turk",
    "Božič",
    "Korošec",
    "Hribar",
    "Kotnik",
    "Zajc",
    "Bizjak",
    "Petek",
]
LATIN_FIRST = [
    "John",
    "Mary",
    "James",
    "Anna",
    "Peter",
    "Paul",
    "Susan",
    "Linda",
    "Mark",
    "Laura",
    "Janez",
    "Marija",
    "Luka",
    "Tina",
    "Ana",
    "Nina",
    "Matej",
    "Eva",
]
PARTS = [
    "ро",
    "ма",
    "шка",
    "тех",
    "но",
    "пром",
    "строй",
    "инвест",
    "торг",
    "сер",
    "вис",
    "альфа",
    "бета",
    "гамма",
    "дельта",
    "мега",
    "глоб",
    "логи",
    "стик",
    "энерго",
    "нефте",
    "газ",
    "агро",
]
LATIN_PARTS = [
    "al",
    "ta",
    "no",
    "va",
    "tech",
    "ro",
    "lu",
    "mi",
    "ker",
    "sol",
    "ven",
    "dor",
    "pra",
    "xi",
    "on",
    "ger",
    "mon",
    "tek",
    "lin",
    "qua",
]
COMMON = [
    "клиент",
    "просит",
    "перезвонить",
    "завтра",
    "утром",
    "обсудили",
    "условия",
    "договора",
    "отправил",
    "счёт",
    "на",
    "оплату",
    "нужна",
    "скидка",
    "презентация",
    "прошла",
    "хорошо",
    "решение",
    "примут",
    "в",
    "следующем",
    "квартале",
    "contract",
    "sent",
    "waiting",
    "for",
    "approval",
    "meeting",
    "moved",
    "budget",
    "confirmed",
    "call",
    "back",
    "next",
    "week",
    "please",
    "send",
    "the",
    "new",
    "price",
    "list",
    "договорились",
    "о",
    "встрече",
    "показать",
    "демо",
    "руководителю",
    "отдела",
    "закупок",
]


class Words:
    """A source of invented text."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.rare = ["".join(self.chance.choices(PARTS, k=self.chance.randint(2, 4))) for _ in range(20_000)]

    def person(self) -> str:
        if self.chance.random() < 0.6:
            return f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}{self.chance.choice(('', '', 'а', 'ский'))}"
        return f"{self.chance.choice(LATIN_FIRST)} {self.chance.choice(LATIN_LAST)}{self.chance.choice(('', '', 'er'))}"

    def company(self, number: int) -> str:
        if self.chance.random() < 0.5:
            return "".join(self.chance.choices(PARTS, k=3)).capitalize() + f" {number}"
        return "".join(self.chance.choices(LATIN_PARTS, k=3)).capitalize() + f" {number}"

    def email(self, name: str) -> str:
        local = text.fold(name) if name.isascii() else text.transliterate(name)
        return f"{'.'.join(local.split())}{self.chance.randint(1, 99_999)}@{self.domain()}"

    def domain(self) -> str:
        return "".join(self.chance.choices(LATIN_PARTS, k=3)) + ".example"

    def phone(self) -> str:
        return (
            f"+7{self.chance.choice(('495', '812', '903', '916'))}{self.chance.randint(1_000_000, 9_999_999)}"
        )

    def sentence(self, least: int = 6, most: int = 18) -> str:
        return " ".join(self._words(self.chance.randint(least, most)))

    def _words(self, count: int) -> Iterator[str]:
        for _ in range(count):
            yield self.chance.choice(COMMON) if self.chance.random() < 0.8 else self.chance.choice(self.rare)
