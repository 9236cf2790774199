"""A field that is hidden from somebody cannot be read by them: not on any page, in any file, by any question."""

from __future__ import annotations

import io
import zipfile

import pytest

from odnos.engine.access.fields import known_to
from odnos.objects.registry import registry
from tests.access.aviary import Aviary
from tests.access.keeping import hideable, places
from tests.contract.routes import ROUTES
from tests.contract.scene import PARAMETER
from tests.contract.visitors import Visitor, text_of, visitor
from tests.contract.watch import told

pytest_plugins = ("tests.engine.custom",)


def addresses(aviary: Aviary):
    """Yield every address that is read, of the web and of the API, for every object with hidden fields."""
    for pattern in ROUTES:
        names = set(PARAMETER.findall(pattern))
        several = sorted(aviary.ids) if names & {"kind", "plural"} else ["company"]
        for key in several:
            yield aviary.scene.fill(pattern, registry.get(key))


def asked(aviary: Aviary):
    """Yield the questions that could bring a hidden value to light."""
    for key, record_id in aviary.ids.items():
        kind = registry.get(key)
        plural = kind.plural_key
        yield f"/{plural}?filter=id.in:[{record_id}]"
        yield f"/{plural}/board"
        yield f"/{plural}/calendar"
        yield f"/api/v1/{plural}?expand=titles&limit=500"
        yield f"/api/v1/{plural}/{record_id}?expand=titles"
        yield from (f"/{plural}/export?format={name}" for name in ("csv", "xlsx", "json"))
        yield f"/{plural}/{record_id}/timeline?show=changes"
        yield f"/{plural}/{record_id}/merge/{record_id + 1}"
        yield from (f"/{plural}/{record_id}/field/{item.name}" for item in kind.all_fields)
        yield from (f"/{plural}/{record_id}/cell/{item.name}" for item in kind.all_fields)
        yield from (f"/search/options?object={key}&q={mark}" for mark in ("kanarek", "7"))
    yield from ("/", "/history", "/search?q=kanarek", "/api/v1/search?q=kanarek&limit=100")
    yield from ("/api/v1/search?q=731", "/api/v1/openapi.json", "/settings/team", "/bin")


def read(someone: Visitor, address: str) -> tuple[int, str]:
    """Return the status and the text of an answer; of a workbook, of what is in it."""
    answer = someone.call("GET", address, {})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            return answer.status_code, "".join(file.read(name).decode() for name in file.namelist())
    return answer.status_code, body.decode("utf-8", "replace") + str(dict(answer.headers))


@pytest.mark.django_db
def test_no_answer_has_a_canary(aviary: Aviary):
    """Ada owns the records and sees nothing of what is hidden from representatives; Dora sees every canary."""
    ada, dora = visitor("ada", aviary.cast), visitor("dora", aviary.cast)
    wrong, met = [], set()
    for address in dict.fromkeys([*addresses(aviary), *asked(aviary)]):
        if address is None:
            continue
        status, shown = read(ada, address)
        if status >= 500:
            wrong.append((address, status))
        if found := aviary.canaries.found_in(shown, apart_from=address):
            wrong.append((address, status, found))
    for address in asked(aviary):
        met |= set(aviary.canaries.found_in(read(dora, address)[1], apart_from=address))

    assert not wrong, told(wrong)
    assert set(aviary.canaries.marks) - met == set(), "a test that cannot see a canary proves nothing"


@pytest.mark.django_db
def test_no_answer_of_the_api_names_a_hidden_field(aviary: Aviary):
    """Neither do records, nor the description of the API, which administrators read whole."""
    ada, dora = visitor("ada", aviary.cast), visitor("dora", aviary.cast)
    described = ada.call("GET", "/api/v1/openapi.json", {}).json()["components"]["schemas"]
    whole = dora.call("GET", "/api/v1/openapi.json", {}).json()["components"]["schemas"]
    strangers = visitor("nobody", aviary.cast).call("GET", "/api/v1/openapi.json", {}).json()
    for key, record_id in aviary.ids.items():
        kind = registry.get(key)
        hidden = {name for other, name in places(hideable()) if other == key}
        name = "".join(word.capitalize() for word in key.split("_"))
        shown = ada.call("GET", f"/api/v1/{kind.plural_key}/{record_id}", {}).json()

        assert not hidden & shown.keys(), key
        assert not hidden & described[name]["properties"].keys(), key
        assert not hidden & described[f"{name}New"]["properties"].keys(), key
        assert not hidden & strangers["components"]["schemas"][name]["properties"].keys(), key
        assert hidden <= whole[name]["properties"].keys(), key


@pytest.mark.django_db
def test_no_question_goes_by_a_hidden_field(aviary: Aviary):
    """Filter, order, columns, groups and totals, also through links: to each it is a field that does not exist."""
    ada = visitor("ada", aviary.cast)
    wrong = []
    for object_type, item in list(hideable()):
        plural = object_type.plural_key
        questions = [f"?sort={item.name}", f"?sort=-{item.name}", f"?fields={item.name}"]
        questions += [f"?filter={item.name}.{operator}:1" for operator in item.operators]
        for other in registry:
            questions_of = [
                f"/api/v1/{other.plural_key}?filter={link.name}.{item.name}.not_empty"
                for link in other.all_fields
                if getattr(link, "to", "") == object_type.key
            ]
            wrong += [address for address in questions_of if ada.call("GET", address, {}).status_code != 400]
        for question in questions:
            address = f"/api/v1/{plural}{question}"
            if ada.call("GET", address, {}).status_code != 400:
                wrong.append(address)

    assert not wrong, told(wrong)


@pytest.mark.django_db
def test_no_write_reaches_a_hidden_field(aviary: Aviary):
    """To set it is refused by its name, alone and in bulk, and nothing is changed by it."""
    ada = visitor("ada", aviary.cast)
    before = {key: known(aviary, key) for key in aviary.ids}
    for object_type, item in list(hideable()):
        record_id = aviary.ids[object_type.key]
        address = f"/api/v1/{object_type.plural_key}"
        one = ada.call("PATCH", f"{address}/{record_id}", {"version": 1, item.name: "x"})
        many = ada.call("POST", f"{address}/bulk", {"update": [{"id": record_id, item.name: "x"}]})
        if one.status_code == 403:
            continue  # the analyst's catalogue: nobody of hers changes it at all

        assert one.status_code == 422, (object_type.key, item.name, one.content)
        assert [error["field"] for error in one.json()["errors"]] == [item.name]
        assert [error["field"] for error in many.json()["update"][0]["errors"]] == [item.name]

    assert {key: known(aviary, key) for key in aviary.ids} == before


def known(aviary: Aviary, key: str) -> str:
    from odnos.engine.records import read as records

    kind = known_to(key, by=aviary.cast.dora)
    return str(records.get(kind, aviary.ids[key], by=aviary.cast.dora).columns)


@pytest.mark.django_db
def test_text_of_every_answer_can_be_searched_for_canaries(aviary: Aviary):
    """The pages of an administrator show numbers, days and words in forms in which the test knows them."""
    page = text_of(visitor("dora", aviary.cast).call("GET", f"/companies/{aviary.ids['company']}", {}))
    found = {name for _key, name in aviary.canaries.found_in(page)}

    assert {"annual_revenue", "employees", "phone", "tax_id", "address", "own_date", "own_money"} <= found
