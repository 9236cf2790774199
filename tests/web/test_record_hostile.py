"""Whatever is typed into a record comes back as it went in, or is refused with its reason."""

import json
import re
from html import unescape
from pathlib import Path

from odnos.engine.records import read
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, kind, make_company

STRINGS = json.loads((Path(__file__).parents[1] / "data" / "blns" / "blns.json").read_text())


def test_hostile_strings_are_kept_or_refused_on_the_record_page(cast: Cast):
    company = make_company(cast.ada)
    client = browser_of(cast.ada)
    kept = 0

    for written in STRINGS:
        row = read.get(kind("company"), company.id, by=cast.ada)
        address = f"/companies/{company.id}/field/description"
        answer = client.post(address, {"description": written, "version": row.version}, headers=htmx())
        now = read.get(kind("company"), company.id, by=cast.ada)["description"]
        assert answer.status_code in (200, 422), written
        if answer.status_code == 200:
            assert now == (written.replace("\r\n", "\n") if written.strip() else None)
            assert "<script" not in answer.content.decode().lower()
            form = client.get(address, headers=htmx()).content.decode()
            assert now is None or now in unescape(
                re.search(r"(?s)<textarea[^>]*>\n?(.*?)</textarea>", form)[1]
            )
            kept += 1
    assert kept > len(STRINGS) * 0.9
    html = client.get(f"/companies/{company.id}/timeline?show=changes", headers=htmx()).content.decode()
    assert "<script>alert" not in html.lower()


def test_hostile_names_and_addresses_never_break_a_page(cast: Cast):
    client = browser_of(cast.ada)

    for written in STRINGS:
        made = client.post(
            "/companies/new",
            {"name": written, "website": written, "email": written, "anyway": "1"},
            headers=htmx(),
        )
        assert made.status_code in (200, 422), written
        looked = client.get(
            "/companies/new/doubles", {"name": written, "email": written, "phone": written}, headers=htmx()
        )
        assert looked.status_code == 200, written
    for row in read.query(kind("company"), by=cast.ada, at=NOON, limit=500).rows:
        assert client.get(f"/companies/{row.id}").status_code == 200
