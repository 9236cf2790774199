"""The catalogues of Russian and Slovene are complete, and their plurals are right."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tools import translations


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_no_string_is_missing_doubtful_or_has_other_placeholders(language: str):
    assert list(translations.faults_of(language, translations.template())) == []


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    translations.compile_all()


@pytest.mark.parametrize(
    "language, number, words",
    [
        ("ru", 1, "1 сделка"),
        ("ru", 3, "3 сделки"),
        ("ru", 11, "11 сделок"),
        ("ru", 21, "21 сделка"),
        ("sl", 1, "1 posel"),
        ("sl", 2, "2 posla"),
        ("sl", 4, "4 posli"),
        ("sl", 5, "5 poslov"),
        ("sl", 101, "101 posel"),
    ],
)
def test_numbers_take_their_plural(language: str, number: int, words: str):
    with translation.override(language):
        assert ngettext("%(num)s deal", "%(num)s deals", number) % {"num": number} == words


def test_djangos_own_words_stay_translated():
    with translation.override("sl"):
        assert gettext("This password is too common.") != "This password is too common."


def test_a_catalogue_with_a_gap_is_found_out():
    wanted = translations.template()
    wanted.add("A sentence that nobody has translated")

    assert "missing: 'A sentence that nobody has translated'" in list(translations.faults_of("ru", wanted))


def test_a_translation_that_lost_its_placeholder_is_found_out():
    from babel.messages import Message

    given = Message("Hello %(name)s")
    assert translations.fault_of(given, Message("Hello %(name)s", "Привет"), 3) == "other placeholders"
    assert translations.fault_of(given, Message("Hello %(name)s", "Привет, %(name)s"), 3) == ""
