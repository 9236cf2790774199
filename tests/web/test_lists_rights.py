"""Views that nobody can keep: those of no person, and those that would be opened in a way that there is not."""

import pytest

from odnos.engine.access.actor import system_actor
from odnos.engine.access.rights import Denied
from odnos.engine.views import saved
from tests.contract.visitors import visitor
from tests.people import Cast


def test_a_view_is_changed_by_nobody_but_its_owner_or_whoever_sees_it(cast: Cast):
    form = {"name": "Ours", "editors_asked": "1", "editors": "anybody"}

    assert visitor("ada", cast).call("POST", "/companies/views/new", form).status_code == 403
    assert saved.of("company", by=cast.ada) == []


def test_only_people_keep_views(cast: Cast):
    with pytest.raises(Denied):
        saved.create("company", "Ours", by=system_actor("a job"))
