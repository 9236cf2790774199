"""A column that has no place yet becomes a field on the way of an import."""

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.transfer import imports, run
from odnos.objects.registry import registry
from odnos.web.pages.importer import adding
from tests.people import Cast
from tests.transfer.bring import STEP, upload, values
from tests.web.sales import browser_of

FILE = "company,class,visited,size m2\nAcme,gold,2026-03-01,10.5\nBeta,silver,2026-03-02,20\n"


def test_a_column_becomes_a_field_with_its_values(cast: Cast):
    made = upload("company", FILE, by=cast.dora)
    client = browser_of(cast.dora)
    mapping = {"map.0": "name", "map.1": "+", "map.2": "+", "map.3": "+"}

    answer = client.post(f"/imports/{made.pk}/preview", mapping, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Retarget"]) == (200, "#work")
    made.refresh_from_db()
    assert made.mapping == {"company": "name", "class": "class", "visited": "visited", "size m2": "size_m2"}
    kinds = [registry.get("company").field(name).kind for name in ("class", "visited", "size_m2")]
    assert kinds == ["text", "date", "number"]
    imports.start(made, by=cast.dora, at=made.created_at, in_background=False)
    run.work(made, by=cast.dora, step=STEP)
    assert values("company", "class", by=cast.dora) == ["gold", "silver"]
    assert [str(size) for size in values("company", "size_m2", by=cast.dora)] == ["10.50", "20"]


def test_who_may_not_add_fields_is_not_offered_one_and_cannot_ask_for_it(cast: Cast):
    made = upload("company", FILE, by=cast.max)
    client = browser_of(cast.max)

    assert "New field" not in client.get(f"/imports/{made.pk}/columns").content.decode()
    assert client.post(f"/imports/{made.pk}/preview", {"map.0": "name", "map.1": "+"}).status_code == 403
    with pytest.raises(Denied):
        adding.make(registry.get("company"), "class", [], by=cast.max, at=made.created_at)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ([], "text"),
        (["a@b.si", "c@d.si"], "email"),
        (["2026-01-01", "2026-02-03"], "date"),
        (["1", "2.5", "1,200"], "number"),
        (["red", "blue"] * 5, "choice"),
        (["a red one", "a blue one"], "text"),
        (["line\nline", "x"], "long_text"),
    ],
)
def test_the_kind_follows_from_the_values(written: list[str], kind: str):
    assert adding.kind_of(written) == kind
