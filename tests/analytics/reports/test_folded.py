"""A pattern meets a text where the folded text has the needle."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from odnos.analytics.reports.folded import pattern
from odnos.lib.text import fold

WRITTEN = st.text(
    st.sampled_from("abcéÉñ ЁёЙйИиŞŁ１２\t\u00a0\u00ad\u0301üÜ.%_[]^-\\()$+*?{}|'\"/&~"), max_size=9
)


@settings(max_examples=500, deadline=None)
@given(WRITTEN, WRITTEN)
def test_a_text_is_met_where_its_folding_has_the_needle(text, other):
    folded = fold(text)
    needles = {fold(other), fold(folded[1:3]), fold(folded[2:7]), folded} - {""}
    for needle in needles:
        assert bool(re.search(pattern(needle), text)) == (needle in folded), needle
        assert bool(re.search(pattern(needle, starts=True), text)) == folded.startswith(needle), needle


def test_letters_that_fold_to_several_are_met_by_them():
    for needle, text in (
        ("strasse", "Straße"),
        ("ras", "Straße"),
        ("ss", "ß"),
        ("no 5", "№ 5"),
        ("aether", "Æther"),
    ):
        assert re.search(pattern(needle), text), needle
    assert not re.search(pattern("strase"), "Straße")
