"""How far a sale is by what its stage is called: parts of words in three languages, each with the likelihood it stands for.

A part of less than four letters is a whole word.
"""

from collections.abc import Mapping

PHASES: Mapping[int, tuple[str, ...]] = {
    5: (
        *("new", "incoming", "inbox", "unassigned", "unsorted", "backlog", "cold"),
        *("новый", "новая", "новое", "новые", "неразобран", "входящ", "первичн", "холодн"),
        *("nov", "nova", "novo", "novi", "vhodn", "hladn"),
    ),
    10: (
        *("lead", "prospect", "suspect", "target", "research", "identif"),
        *("лид", "лиды", "поиск", "потенциальн", "заявк", "обращени", "potencial", "iskanj", "povprasevanj"),
    ),
    15: (
        *("contact", "connect", "outreach", "attempt", "reached", "call", "approach"),
        *("контакт", "звон", "связ", "kontakt", "stik", "klic"),
    ),
    20: (
        *("engag", "interest", "nurtur", "appointment", "meeting", "visit", "intro"),
        *("вовлеч", "интерес", "встреч", "знакомств", "vkljuc", "zanim", "sestan", "srecanj", "obisk"),
    ),
    25: ("qualif", "квалифи", "kvalif"),
    35: (
        *("needs", "analys", "discover", "present", "demo", "requirement", "scop"),
        *("потребност", "анализ", "презентац", "демонстрац", "выявлен", "в работе"),
        *("potreb", "analiz", "predstavit", "zahtev", "v delu"),
    ),
    40: ("value prop", "solution", "decision makers", "решение для", "ценност", "resitev"),
    45: (
        *("evaluat", "trial", "pilot", "percept", "test", "technical", "proof", "poc"),
        *("оценк", "пилот", "тест", "апробац", "ocen", "poskus"),
    ),
    55: (
        *("proposal", "propose", "quot", "offer", "estimat", "bid", "tender"),
        *("предложени", "смет", "расчет", "тендер", "кп", "ponud", "predracun", "razpis"),
    ),
    70: (
        *("negotiat", "review", "objection"),
        *("переговор", "обсужд", "согласован", "возражен", "торг", "pogaj", "usklaj", "pregled"),
    ),
    80: (
        *("decision", "decid", "commit", "verbal", "approv"),
        *("решени", "одобрен", "утвержд", "odlocit", "odloca", "potrd", "odobr"),
    ),
    85: ("contract", "agreement", "closing", "договор", "контракт", "подписан", "pogodb", "podpis"),
    90: (
        *("payment", "invoice", "deliver", "onboard"),
        *("счет", "оплат", "аванс", "отгруз", "racun", "placil", "dobav"),
    ),
}
ENDS: Mapping[str, tuple[str, ...]] = {
    "lost": (
        *("lost", "loss", "disqualif", "unqualif", "reject", "abandon", "cancel", "dead", "no sale"),
        *("проигр", "провал", "отказ", "неуспеш", "не реализ", "потерян", "отмен", "неквалиф"),
        *("izgub", "neuspe", "zavrn", "preklic", "odpoved"),
    ),
    "won": (
        *("won", "win", "sold", "success", "order received"),
        *("выигр", "успеш", "успех", "продан", "dobljen", "uspe", "prodan"),
    ),
}
