"""Who gives rights to fields, and which rights are refused."""

from __future__ import annotations

import pytest

from odnos.domains.organisation.field_rights import FIELD_RIGHT
from odnos.engine.records import write
from odnos.engine.records.errors import Invalid
from tests.people import NOON, Cast


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"object": "company", "field": "name"}, "may_see"),
        ({"object": "company", "field": "owner"}, "may_see"),
        ({"object": "deal", "field": "stage"}, "may_see"),
        ({"object": "task", "field": "assignee"}, "may_see"),
        ({"object": "company", "field": "nothing"}, "field"),
        ({"object": "stage", "field": "probability"}, "object"),
        ({"object": "company", "field": "phone", "role": "administrator"}, "role"),
    ],
)
def test_a_right_that_would_lock_somebody_out_is_refused(cast: Cast, values, wrong):
    given = {"role": "analyst", "may_see": False, **values}
    with pytest.raises(Invalid) as refusal:
        write.create(FIELD_RIGHT, given, by=cast.dora, at=NOON)
    assert list(refusal.value.errors) == [wrong]


@pytest.mark.django_db
def test_only_administrators_give_rights(cast: Cast):
    from odnos.engine.access.rights import Denied

    given = {"object": "company", "field": "phone", "role": "analyst", "may_see": False}
    for by in (cast.ada, cast.max, cast.ann):
        with pytest.raises(Denied):
            write.create(FIELD_RIGHT, given, by=by, at=NOON)
