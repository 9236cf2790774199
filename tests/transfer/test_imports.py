"""An import, row by row: what is counted, what is told, what is left behind."""

from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.models import Event
from odnos.engine.records import read
from odnos.engine.transfer import check, imports, problems
from odnos.objects.registry import registry
from tests.transfer.bring import AT, STEP, bring, counts, reasons, upload, values


def test_each_row_is_counted_once_and_failed_ones_say_why(cast):
    made = bring(
        "contact",
        "name,email,phone\nAda,ada@example.com,041 123 456\nBen,not an address,\nCleo\nDan,dan@example.com,123\n",
        by=cast.dora,
    )

    assert counts(made) == (4, 1, 0, 0, 3)
    assert reasons(made) == [
        (3, "E-mail: “not an address” is not an e-mail address."),
        (4, "The row has fewer cells (1) than the header (3)."),
        (5, "Phone: “123” is not a telephone number."),
    ]
    assert values("contact", "phone", by=cast.dora) == ["+38641123456"]


def test_failed_rows_are_a_file_to_correct_and_bring_in_again(cast):
    made = bring("contact", "name,email\nBen,=wrong\n", by=cast.dora)

    content = b"".join(problems.csv_of(made)).decode("utf-8-sig")

    assert content.splitlines()[0] == "name,email,Row,Reason"
    assert content.splitlines()[1].startswith("Ben,'=wrong,2,E-mail:")


def test_every_write_has_its_trail_its_event_and_one_change_set(cast):
    made = bring("company", "name\nAcme\nBeta\n", by=cast.dora, name="firms.csv")

    change_set = ChangeSet.objects.get(pk=made.change_set_id)
    assert (change_set.kind, change_set.label, change_set.entries) == ("import", "firms.csv", 2)
    assert Entry.objects.filter(change_set_id=change_set.pk, action="created").count() == 2
    assert Event.objects.filter(name="company.created", change_set_id=change_set.pk).count() == 1
    assert Event.objects.filter(name="import.done", change_set_id=change_set.pk).count() == 1


def test_the_check_tells_everything_and_writes_nothing(cast):
    bring("company", "name\nGTX Pro\n", by=cast.dora)
    made = upload(
        "contact",
        "name,email,company,source\nAda,a@x.com,GTXPro,websit\nBen,wrong,GTX Pro,\nCleo,a@x.com,Nowhere,\n",
        by=cast.dora,
    )

    imports.begin_check(made, at=AT)
    check.work(made, by=cast.dora, step=STEP)

    assert made.state == "checked"
    assert {name: made.findings[name] for name in ("rows", "failing", "new", "duplicates")} == {
        "rows": 3,
        "failing": 3,
        "new": 0,
        "duplicates": 0,
    }
    [gtx, nowhere] = made.findings["unknown"]["company"]["names"]
    assert (gtx["value"], gtx["near"], nowhere["near"]) == ("GTXPro", "GTX Pro", "")
    assert made.findings["values"]["source"]["names"][0]["near"] == "Website"
    assert values("contact", "name", by=cast.dora) == []


def test_decisions_about_unknown_names_are_kept_to(cast):
    bring("company", "name\nGTX Pro\n", by=cast.dora)
    [company] = read.ids(registry.get("company"), by=cast.dora, at=AT)
    decisions = {
        "company": {
            "gtxpro": {"use": company},
            "new": {"create": "New"},
            "none": {"empty": True},
            "bad": {"fail": True},
        },
        "source": {"websit": {"use": "website"}},
    }

    made = bring(
        "contact",
        "name,company,source\nA,GTXPro,websit\nB,New,\nC,none,\nD,bad,\n",
        by=cast.dora,
        resolutions=decisions,
    )

    assert counts(made) == (4, 3, 0, 0, 1)
    assert values("company", "name", by=cast.dora) == ["GTX Pro", "New"]
    assert [bool(link) for link in values("contact", "company", by=cast.dora)] == [True, True, False]
    assert values("contact", "source", by=cast.dora)[0] == "website"
