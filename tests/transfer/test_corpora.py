"""Hostile and odd values: each comes back as it went in, or its row says why not."""

import csv
import io
import json
from pathlib import Path

from odnos.engine.transfer import export
from odnos.objects.registry import registry
from tests.transfer.bring import AT, bring, counts, values

DATA = Path(__file__).parent.parent / "data"
NAUGHTY = json.loads((DATA / "blns" / "blns.json").read_text(encoding="utf-8"))


def written(rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()


def test_naughty_strings_come_back_as_they_went_in_or_say_why_not(cast):
    made = bring(
        "note",
        written([["body", "n"], *([text, str(n)] for n, text in enumerate(NAUGHTY))]),
        by=cast.dora,
        map={"n": "external_id"},
    )

    failed = set(made.problems.filter(is_fatal=True).values_list("row", flat=True))
    expected = [text for n, text in enumerate(NAUGHTY) if n + 2 not in failed]
    assert made.rows == len(NAUGHTY)
    assert made.created == len(expected)
    assert values("note", "body", by=cast.dora) == [text.replace("\r\n", "\n") for text in expected]
    assert all(not NAUGHTY[row - 2].strip() for row in failed)


def test_names_of_companies_may_be_naughty(cast):
    made = bring(
        "company",
        written([["name", "n"], *([text, str(n)] for n, text in enumerate(NAUGHTY))]),
        by=cast.dora,
        map={"n": "external_id"},
    )

    failed = dict(made.problems.filter(is_fatal=True).values_list("row", "reason"))
    name, ctx = registry.get("company").field("name"), cast.dora.context(AT)
    taken = [name.parse(text, ctx) for n, text in enumerate(NAUGHTY) if n + 2 not in failed]
    assert list(values("company", "name", by=cast.dora)) == taken
    assert all(failed.values())


def test_every_file_of_csv_spectrum_is_imported_cell_by_cell(cast):
    for path in sorted((DATA / "csv-spectrum" / "csvs").iterdir()):
        text = path.read_bytes()
        header = next(csv.reader(io.StringIO(text.decode("utf-8"), newline="")))
        made = bring("note", text, by=cast.dora, map=dict.fromkeys(header, "") | {header[-1]: "body"})
        assert made.rows == made.created + made.failed, path.name


def test_what_is_exported_can_be_imported_again_and_nothing_changes(cast):
    bring(
        "company",
        'name,phone,revenue,city,tags\nAcme,041 123 456,"1,234.50",Kranj,"a, b"\nŽito,,,,\n',
        by=cast.dora,
    )
    before = b"".join(export.blocks(registry.get("company"), format="json", by=cast.dora, at=AT))

    for format in ("csv", "xlsx"):
        content = b"".join(export.blocks(registry.get("company"), format=format, by=cast.dora, at=AT))
        made = bring("company", content, by=cast.dora, name=f"companies.{format}", key="id")
        assert counts(made) == (2, 0, 2, 0, 0), format

    assert b"".join(export.blocks(registry.get("company"), format="json", by=cast.dora, at=AT)) == before
