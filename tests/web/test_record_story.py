"""The page of a record: its timeline, and the notes, files and tasks written there."""

import re

from odnos.engine.records import files, read
from tests.people import NOON, Cast
from tests.web.sales import (
    browser_of,
    htmx,
    kind,
    make,
)


def test_a_note_with_its_file_and_a_task_are_written_on_the_timeline(cast: Cast, floor, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.FILES = tmp_path
    deal, *_rest = floor
    client = browser_of(cast.ada)

    noted = client.post(
        f"/deals/{deal.id}/notes",
        {
            "body": "Offer sent",
            "file": SimpleUploadedFile("offer.html", b"<script>alert(1)</script>", "text/html"),
        },
        headers=htmx(),
    )
    planned = client.post(
        f"/deals/{deal.id}/tasks",
        {"name": "Call back", "due_on": "2026-03-09", "assignee": cast.ben.user_id},
        headers=htmx(),
    )

    assert "Offer sent" in noted.content.decode()
    assert 'id="timeline"' in noted.content.decode()
    assert "Call back" in planned.content.decode()
    sha = read.query(kind("note"), by=cast.ada, at=NOON, sort="-id").rows[0]["file"]["sha256"]
    got = client.get(f"/files/{sha}/offer.html")
    assert (b"".join(got.streaming_content), got["Content-Type"]) == (
        b"<script>alert(1)</script>",
        "application/octet-stream",
    )
    assert got["Content-Disposition"] == 'attachment; filename="offer.html"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert browser_of(cast.cleo).get(f"/files/{sha}/offer.html").status_code == 404
    assert client.get("/files/../settings/x").status_code == 404


def test_a_note_without_words_is_refused_where_it_was_written(cast: Cast, floor):
    deal, *_rest = floor

    answer = browser_of(cast.ada).post(f"/deals/{deal.id}/notes", {"body": " "}, headers=htmx())

    assert answer.status_code == 422
    assert "Fill this in." in answer.content.decode()


def test_a_file_that_is_too_large_is_refused_with_its_reason(
    cast: Cast, floor, settings, tmp_path, monkeypatch
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.FILES = tmp_path
    monkeypatch.setattr(files.store, "__kwdefaults__", {"largest": 4})
    deal, *_rest = floor

    answer = browser_of(cast.ada).post(
        f"/deals/{deal.id}/notes",
        {"body": "x", "file": SimpleUploadedFile("a.bin", b"12345")},
        headers=htmx(),
    )

    assert answer.status_code == 422
    assert "too large" in answer.content.decode()


def test_a_task_is_ticked_where_it_stands(cast: Cast, floor):
    task = read.query(kind("task"), by=cast.ada, at=NOON).rows[0]
    client = browser_of(cast.ada)

    ticked = client.post(f"/tasks/{task.id}/complete?tick=1", headers=htmx()).content.decode()
    again = client.post(f"/tasks/{task.id}/reopen?tick=1", headers=htmx()).content.decode()

    assert "is-done" in ticked
    assert f"/tasks/{task.id}/reopen" in ticked
    assert "is-done" not in again


def test_older_entries_come_page_by_page(cast: Cast, floor):
    deal, *_rest = floor
    for number in range(40):
        make("note", cast.ada, about=deal.reference, body=f"note {number}")
    client = browser_of(cast.ada)

    html = client.get(f"/deals/{deal.id}/timeline?show=note", headers=htmx()).content.decode()
    address = re.search(r'hx-get="([^"]*after[^"]*)"', html)[1].replace("&amp;", "&")
    older = client.get(address, headers=htmx()).content.decode()

    assert html.count("note ") - html.count("a note ") >= 30
    assert "They" in older
    assert 'id="timeline"' not in older
    assert client.get(f"/deals/{deal.id}/timeline?after=%25", headers=htmx()).status_code == 400
