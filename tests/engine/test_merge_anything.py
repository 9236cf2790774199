"""Whatever two records hold, a merge loses nothing of it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odnos.engine.records import merge, read, timeline, undo
from tests.engine.merging import COMPANY, LATER, make, picture

pytestmark = pytest.mark.django_db
WORDS = st.text("aбž 'ё", min_size=1, max_size=6).filter(str.strip)
SIDE = st.fixed_dictionaries(
    {},
    optional={
        "industry": WORDS,
        "tax_id": WORDS,
        "phone": st.sampled_from(["+38640111222", "+38641222333"]),
        "email": st.sampled_from(["a@x.example", "b@y.example"]),
        "other_emails": st.lists(st.sampled_from(["c@x.example", "d@y.example", "a@x.example"]), max_size=3),
        "tags": st.lists(st.sampled_from(["vip", "old", "žito"]), max_size=3),
        "annual_revenue": st.decimals(0, 10**6, places=2).map(
            lambda amount: {"amount": str(amount), "currency": "EUR"}
        ),
        "address": st.fixed_dictionaries({}, optional={"city": WORDS, "street": WORDS}),
        "description": WORDS,
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    one=SIDE,
    two=SIDE,
    picks=st.dictionaries(
        st.sampled_from(["name", "industry", "phone", "email", "tax_id", "address", "owner"]),
        st.sampled_from(["left", "right"]),
    ),
    notes=st.lists(WORDS, max_size=3),
    people=st.integers(0, 3),
)
def test_whatever_two_companies_hold_nothing_is_lost_and_undo_restores_it(
    cast, one, two, picks, notes, people
):
    left, right = make("company", cast.ada, name="L", **one), make("company", cast.ada, name="R", **two)
    for words in notes:
        make("note", cast.ada, about=right.reference, body=words)
    for number in range(people):
        make("contact", cast.ada, name=f"P{number}", company=right.id)
    before = picture()

    made = merge.merge(COMPANY, left.id, right.id, picks=picks, by=cast.ada, at=LATER)

    kept = read.get(COMPANY, left.id, by=cast.ada)
    for field in COMPANY.fields:
        either = {str(left[field.name]), str(right[field.name])}
        if merge.is_united(field):
            assert set(kept[field.name]) == set(left[field.name]) | set(right[field.name])
        else:
            assert str(kept[field.name]) in either
            assert (
                not field.is_empty(kept[field.name])
                or field.is_empty(left[field.name])
                or field.is_empty(right[field.name])
            )
    told = timeline.of(kept, by=cast.ada, show="note", limit=100)
    assert len(told.items) == len(notes)
    undo.change_set(made.pk, by=cast.ada, at=LATER)
    assert picture() == before
