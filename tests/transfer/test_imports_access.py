"""An import by those who may not do everything."""

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.transfer import imports
from odnos.engine.transfer.models import ImportRun
from tests.transfer.bring import bring, counts, upload, values


def test_a_representative_imports_for_themselves_and_for_their_team(cast):
    made = bring("company", "name,owner\nA,\nB,Ben\nC,Cleo\n", by=cast.ada)

    assert counts(made) == (3, 2, 0, 0, 1)
    assert values("company", "name", by=cast.dora) == ["A", "B"]


def test_a_representative_cannot_update_what_they_cannot_see(cast):
    bring("company", "name,external id\nSecret,x1\n", by=cast.cleo)

    made = bring("company", "name,external id\nTaken,x1\n", by=cast.ada, key="external_id")

    assert counts(made) == (1, 0, 0, 0, 1)
    assert values("company", "name", by=cast.dora) == ["Secret"]


def test_an_analyst_imports_nothing(cast):
    with pytest.raises(Denied):
        upload("company", "name\nA\n", by=cast.ann)

    assert ImportRun.objects.count() == 0


def test_a_representative_makes_no_users_by_naming_them(cast):
    made = bring("company", "name,owner\nA,Zoran\n", by=cast.ada, create_missing=True)

    assert counts(made) == (1, 0, 0, 0, 1)
    assert "Zoran" not in values("user", "name", by=cast.dora)


def test_others_cannot_reach_an_import(cast):
    made = bring("company", "name\nA\n", by=cast.ada)

    with pytest.raises(imports.NotFound):
        imports.get(made.pk, by=cast.ben)
    assert imports.get(made.pk, by=cast.dora) == made
