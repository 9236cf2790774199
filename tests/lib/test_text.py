import pytest
from hypothesis import given
from hypothesis import strategies as st

from odnos.lib import text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Ada   LOVELACE ", "ada lovelace"),
        ("Ёжик", "ежик"),
        ("Йод и мой", "йод и мой"),
        ("Šžč Đoković Łódź", "szc dokovic lodz"),
        ("Straße ﬁn Ｗｉｄｅ", "strasse fin wide"),
        ("и\u0306од", "йод"),
        ("soft\u00adhyphen\u200b \u202eback", "softhyphen back"),
        ("tab\tand\nline", "tab and line"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_fold_makes_equal_what_people_read_as_equal(written, folded):
    assert text.fold(written) == folded


@given(st.text())
def test_fold_of_a_folded_text_changes_nothing(written):
    once = text.fold(written)

    assert text.fold(once) == once


def test_swap_layout_works_both_ways():
    assert text.swap_layout("bdfyjd") == "иванов"
    assert text.swap_layout("иванов") == "bdfyjd"
    assert text.swap_layout("фсьу") == "acme"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("иванов", "ivanov"),
        ("щукин", "shchukin"),
        ("жуков", "zhukov"),
        ("чайковский", "chaykovskiy"),
        ("мария", "mariya"),
    ],
)
def test_transliterate_works_both_ways(cyrillic, latin):
    assert text.transliterate(cyrillic) == latin
    assert text.transliterate(latin) == cyrillic


def test_words_and_squeeze_drop_everything_else():
    assert text.words("Don't — мир, 5!") == ["don", "t", "мир", "5"]
    assert text.squeeze("GTX Pro_1") == "gtxpro1"
