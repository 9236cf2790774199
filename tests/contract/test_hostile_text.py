"""Every naughty string and every formula: through the API, the forms, the search and the export, it comes back or is refused."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client

from odnos.engine.access import tokens
from odnos.engine.access.models import User
from odnos.objects.fields.text import OUTER, UNSTORABLE
from tests.people import NOON, Cast

DATA = Path(__file__).resolve().parents[1] / "data"
NAUGHTY: list[str] = json.loads((DATA / "blns" / "blns.json").read_text())
PAYLOADS = (DATA / "csv-injection" / "Intruder" / "csv-payload.txt").read_text().splitlines()
MORE = [
    "a\x00b",
    "\x00",
    "\x1b[31m",
    "\u202eabc",
    "ﷺ" * 18,
    "﻿BOM",
    "\r\n",
    "a\r\nb",
    "\x85",
    "\u2028",
    "i̇",
    "ß",
    "ﬁ",
]
STRANGE = [*NAUGHTY, *MORE]
BATCH = 100


@pytest.fixture
def headers(cast: Cast) -> dict[str, str]:
    secret = tokens.make_token(User.objects.get(pk=cast.ada.user_id), at=NOON)
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def ada(cast: Cast) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=cast.ada.user_id))
    return client


def line(written: str) -> str:
    """Return what one line of text keeps."""
    return written.strip(OUTER)


def is_storable(written: str, most: int = 200) -> bool:
    return bool(line(written)) and len(line(written)) <= most and not UNSTORABLE.search(written)


def test_every_string_comes_back_through_the_api_or_is_refused(headers):
    for written in STRANGE:
        body = json.dumps(
            {"name": "A", "description": written, "job_title": written, "tags": [written[:100]]}
        )
        answer = Client().post("/api/v1/contacts", body, content_type="application/json", headers=headers)
        if is_storable(written):
            assert answer.status_code == 201, (written, answer.content)
            made = answer.json()
            again = Client().get(f"/api/v1/contacts/{made['id']}", headers=headers).json()
            assert again["job_title"] == made["job_title"] == line(written)
            expected = written.replace("\r\n", "\n")
            assert again["description"] == (expected if expected.strip() else None)
        else:
            assert answer.status_code in (201, 422), (written, answer.content)
            if answer.status_code == 422:
                assert answer.json()["errors"], written
            else:
                assert answer.json()["job_title"] in (None, line(written))


def test_halves_of_surrogate_pairs_are_refused(headers):
    for written in ('"\\ud800"', '"a\\udfffb"'):
        body = f'{{"name": {written}}}'
        answer = Client().post("/api/v1/contacts", body, content_type="application/json", headers=headers)
        assert answer.status_code == 400


def test_every_string_comes_back_through_bulk(headers):
    good = [written for written in STRANGE if is_storable(written)]
    for start in range(0, len(good), BATCH):
        part = good[start : start + BATCH]
        body = json.dumps({"create": [{"name": written} for written in part]})
        answer = Client().post("/api/v1/leads/bulk", body, content_type="application/json", headers=headers)
        assert [item["status"] for item in answer.json()["create"]] == [201] * len(part)
    found: list[str] = []
    cursor = ""
    while cursor is not None:
        page = (
            Client()
            .get(f"/api/v1/leads?fields=name&sort=id&limit=500&cursor={cursor}", headers=headers)
            .json()
        )
        found += [item["name"] for item in page["data"]]
        cursor = page["next"]
    assert found == [line(written) for written in good]


def test_no_string_breaks_a_filter_or_the_search(headers):
    for written in [*STRANGE[::3], *MORE]:
        value = json.dumps(written, ensure_ascii=False)
        asked = f"any(name.contains:{value},name.is:{value},name.starts:{value},tags.is:{value})"
        for address in (
            f"/api/v1/contacts?filter={quote(asked)}",
            f"/api/v1/search?q={quote(written[:200])}",
        ):
            assert Client().get(address, headers=headers).status_code in (200, 400), (address, written)


def test_no_string_breaks_the_pages_of_the_search(ada):
    for written in STRANGE[::6]:
        assert ada.get("/search", {"q": written}).status_code in (200, 302, 400), written


def test_what_is_stored_is_found_by_its_own_text(headers):
    words = [w for w in STRANGE if is_storable(w) and sum(map(str.isalnum, w)) > 3 and "\\" not in w][:150]
    body = json.dumps({"create": [{"name": written} for written in words]})
    Client().post("/api/v1/leads/bulk", body, content_type="application/json", headers=headers)
    missing = []
    for written in words:
        value = json.dumps(written, ensure_ascii=False)
        address = f"/api/v1/leads?limit=500&fields=name&filter={quote(f'name.is:{value}')}"
        found = [item["name"] for item in Client().get(address, headers=headers).json()["data"]]
        if line(written) not in found:
            missing.append(written)
    assert missing == []


def test_every_string_comes_back_through_a_form_or_is_refused(ada, headers):
    """A form sends lines with CR LF, and a browser sends no halves of surrogate pairs."""
    names = ("name", "company_name", "job_title")
    good = [written for written in STRANGE if is_storable(written)]
    for start in range(0, len(good), len(names)):
        values = dict(zip(names, good[start : start + len(names)], strict=False))
        answer = ada.post("/leads/new", {**values, "anyway": "1"})
        assert answer.status_code in (204, 302, 303), (values, answer.status_code)
    for written in STRANGE:
        if not is_storable(written) and line(written):
            answer = ada.post("/leads/new", {"name": written, "anyway": "1"})
            assert answer.status_code in (200, 422), (written, answer.status_code)

    page = Client().get("/api/v1/leads?limit=500&sort=id&fields=name,company_name,job_title", headers=headers)
    kept = [item[name] for item in page.json()["data"] for name in names]
    assert kept[: len(good)] == [line(written) for written in good]


def test_pages_show_every_string_escaped(ada, headers):
    evil = [written for written in STRANGE if "<" in written and is_storable(written)]
    body = json.dumps({"create": [{"name": written, "tags": [written[:100]]} for written in evil[:BATCH]]})
    Client().post("/api/v1/companies/bulk", body, content_type="application/json", headers=headers)
    shown = ada.get("/companies?view=all").content.decode()
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    for number in range(1, 6):
        page = ada.get(f"/companies/{number}").content.decode()
        assert "<script>alert" not in page
        assert "javascript:alert" not in page.replace("&", "") or 'href="javascript:' not in page


def test_formulas_are_neutralised_in_exports_and_are_themselves_again_on_import(ada, headers):
    dangerous = [written for written in PAYLOADS if is_storable(written)]
    body = json.dumps({"create": [{"name": written} for written in dangerous]})
    made = Client().post("/api/v1/leads/bulk", body, content_type="application/json", headers=headers)
    assert all(item["status"] == 201 for item in made.json()["create"])

    answer = ada.get("/leads/export?format=csv&view=all")

    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    cells = [cell for row in rows[1:] for cell in row]
    assert len(rows) == len(dangerous) + 1
    assert [cell for cell in cells if cell[:1] in ("=", "+", "@", "\t", "\r") or is_formula(cell)] == []
    listed = Client().get("/api/v1/leads?limit=500&sort=id&fields=name", headers=headers).json()["data"]
    assert [item["name"] for item in listed] == [line(written) for written in dangerous]


def is_formula(cell: str) -> bool:
    """A minus begins a formula unless a number follows."""
    return cell.startswith("-") and not cell[1:].replace(".", "").replace(",", "").isdigit()
