"""The settings page of the configuration: a file taken along, compared, and applied as it was looked at."""

import html
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from odnos.engine.audit.models import ChangeSet
from odnos.objects.registry import registry
from tests.configuration.company import applied, field, text_of
from tests.people import Cast
from tests.web.sales import browser_of

PAGE = "/settings/configuration"
FEE = {"object": "deal", "code": "fee", "name": "Fee <b>", "kind": "number", "unit": "%"}


def file_of(**definitions) -> str:
    return json.dumps({"odnos": "configuration", "format": 1, "version": "0.1.0", "definitions": definitions})


def compared(client, text: str):
    return client.post(PAGE, {"file": SimpleUploadedFile("c.json", text.encode())})


def carried(answer, **more) -> dict:
    """Return the form of a preview as a browser sends it."""
    page = answer.content.decode()
    [text] = re.findall(r'<textarea name="text" hidden>(.*?)</textarea>', page, re.DOTALL)
    [mark] = re.findall(r'name="mark" value="(\w+)"', page)
    return {"text": html.unescape(text), "mark": mark, **more}


def test_the_file_is_what_the_engine_writes(cast: Cast):
    answer = browser_of(cast.dora).get(f"{PAGE}/file")

    assert answer.content.decode() == text_of(cast.dora)
    assert answer["Content-Disposition"] == 'attachment; filename="odnos-configuration.json"'


def test_a_file_is_compared_before_anything_is_written_and_then_applied(cast: Cast):
    client = browser_of(cast.dora)
    answer = compared(client, file_of(custom_field=[FEE]))

    assert "Fee &lt;b&gt;" in answer.content.decode()
    assert "fee" not in registry.get("deal").by_name

    done = client.post(f"{PAGE}/application", carried(answer))

    made = ChangeSet.objects.get(kind="configuration")
    assert (done.status_code, done["Location"]) == (302, PAGE)
    assert (made.actor_id, made.entries) == (cast.dora.user_id, 1)
    assert "fee" in registry.get("deal").by_name
    client.post(f"/history/{made.pk}/undo")
    assert "Nothing would change" not in compared(client, file_of(custom_field=[FEE])).content.decode()


def test_values_are_told_old_and_new(cast: Cast):
    field(cast.dora, name="Fee", object="deal", kind="number", unit="EUR")

    page = compared(browser_of(cast.dora), file_of(custom_field=[FEE])).content.decode()

    assert "<del>EUR</del>" in page
    assert "<ins>%</ins>" in page


def test_what_changed_meanwhile_is_shown_again_and_not_applied(cast: Cast):
    client = browser_of(cast.dora)
    form = carried(compared(client, file_of(custom_field=[FEE])))
    applied(file_of(custom_field=[{**FEE, "unit": "EUR"}]), cast.dora)

    answer = client.post(f"{PAGE}/application", form)

    assert "Something was changed meanwhile" in answer.content.decode()
    assert registry.get("deal").field("fee").unit == "EUR"


def test_what_is_only_here_goes_when_that_is_asked_for(cast: Cast):
    field(cast.dora, name="Old", object="deal", kind="text")
    client = browser_of(cast.dora)
    form = carried(compared(client, file_of(custom_field=[])), archive="1")

    client.post(f"{PAGE}/application", form)

    assert "old" not in registry.get("deal").by_name


@pytest.mark.parametrize(
    "text, said",
    [
        ("{", "line 1: This is no JSON."),
        (file_of(spell=[]), "definitions.spell: Such definitions are not known here."),
        (file_of(custom_field=[{**FEE, "colour": "red"}]), "definitions.custom_field[0].colour"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(cast: Cast, text, said):
    answer = compared(browser_of(cast.dora), text)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_conflict_is_told_and_cannot_be_applied(cast: Cast):
    field(cast.dora, name="Fee", object="deal", kind="text")
    client = browser_of(cast.dora)
    answer = compared(client, file_of(custom_field=[FEE]))

    assert "“kind” is text here and number in the file" in answer.content.decode()
    assert client.post(f"{PAGE}/application", carried(answer)).status_code == 422
    assert not ChangeSet.objects.filter(kind="configuration").exists()


def test_a_mistake_that_shows_itself_only_when_applied_is_told(cast: Cast):
    client = browser_of(cast.dora)
    answer = compared(
        client, file_of(custom_field=[{**FEE, "kind": "formula", "formula": "1 +", "unit": ""}])
    )

    done = client.post(f"{PAGE}/application", carried(answer))

    assert (done.status_code, "definitions.custom_field[0].formula" in done.content.decode()) == (422, True)


def test_nobody_else_takes_it_along(cast: Cast):
    for who in ("ada", "max", "ann"):
        client = browser_of(getattr(cast, who))
        assert client.get(PAGE).status_code == client.get(f"{PAGE}/file").status_code == 403
        assert client.post(f"{PAGE}/application", {"text": file_of(custom_field=[FEE])}).status_code == 403
    assert "fee" not in registry.get("deal").by_name
