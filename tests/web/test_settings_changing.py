"""Settings: a field gets another kind, with a look before and a way back."""

import pytest

from odnos.engine.records import read, write
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of
from tests.working import drain

pytest_plugins = ("tests.engine.custom",)
pytestmark = pytest.mark.django_db(transaction=True)
COMPANY = registry.get("company")


def test_a_field_of_text_becomes_a_number_and_text_again(cast: Cast, add_field):
    field = add_field("company", "text", "Budget")
    for name, written in (("A", "12"), ("B", "12 pcs")):
        write.create(COMPANY, {"name": name, "budget": written}, by=cast.ada, at=NOON)
    client, here = browser_of(cast.dora), f"/settings/fields/{field.id}/kind"

    assert f'href="{here}"' in client.get(f"/settings/fields/{field.id}").content.decode()
    seen = client.get(f"{here}?kind=number&places=0").content.decode()
    assert "1 fits." in seen
    assert "1 does not fit." in seen
    assert "/companies?filter=budget.is%3A12%20pcs" in seen
    assert browser_of(cast.ada).get(here).status_code == 403

    assert client.post(here, {"kind": "number", "places": "0", "keep": "1"}).status_code == 302
    assert "0 of 2 records" in client.get(here).content.decode()
    drain()
    definitions.refresh()
    assert COMPANY.field("budget").kind == "number"
    assert "It was “Text” before." in client.get(here).content.decode()
    assert client.post(f"{here}/undo").status_code == 302
    rows = read.query(COMPANY, by=cast.dora, at=NOON, sort="name").rows
    assert [row["budget"] for row in rows] == ["12", "12 pcs"]
    assert client.post(f"{here}/undo").status_code == 422


def test_what_cannot_be_is_refused_on_the_page(cast: Cast, add_field):
    field = add_field("company", "text", "Budget")

    answer = browser_of(cast.dora).post(f"/settings/fields/{field.id}/kind", {"kind": "file"})
    assert answer.status_code == 422
    assert "A field of this kind cannot become one of that." in answer.content.decode()
