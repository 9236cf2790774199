import datetime as dt
from decimal import Decimal

import pytest

from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet, Entry
from odnos.engine.outbox.models import Event
from odnos.engine.records import read, undo
from odnos.engine.transfer import check, imports, problems, run
from odnos.engine.transfer.models import ImportRun
from odnos.lib.money import Money
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


def test_rows_with_the_key_of_a_record_update_it_and_blanks_erase_nothing(cast):
    bring("contact", "name,email,phone,city\nAda,ada@example.com,041 123 456,Kranj\n", by=cast.dora)

    made = bring(
        "contact",
        "name,email,phone,street\nAda L,ADA@example.com,,Main 1\nBen,ben@example.com,,\n",
        by=cast.dora,
        key="email",
    )

    assert counts(made) == (2, 1, 1, 0, 0)
    assert values("contact", "name", by=cast.dora) == ["Ada L", "Ben"]
    assert values("contact", "phone", by=cast.dora) == ["+38641123456", None]
    assert values("contact", "address", by=cast.dora)[0] == {"street": "Main 1", "city": "Kranj"}


def test_blanks_erase_when_asked_to(cast):
    bring("contact", "name,email,phone\nAda,ada@example.com,041 123 456\n", by=cast.dora)

    bring("contact", "name,email,phone\nAda,ada@example.com,\n", by=cast.dora, key="email", erase_blank=True)

    assert values("contact", "phone", by=cast.dora) == [None]


def test_two_rows_with_one_key_are_one_record(cast):
    made = bring(
        "contact",
        "name,email\nAda,ada@example.com\nAda Lovelace,ada@example.com\n",
        by=cast.dora,
        key="email",
    )

    assert counts(made) == (2, 1, 1, 0, 0)
    assert values("contact", "name", by=cast.dora) == ["Ada Lovelace"]


@pytest.mark.parametrize(
    ("policy", "expected", "names"),
    [
        ("create", (3, 3, 0, 0, 0), ["Ada", "Ada II", "Ada III", "Ben"]),
        ("skip", (3, 1, 0, 2, 0), ["Ada", "Ben"]),
        ("update", (3, 1, 2, 0, 0), ["Ada III", "Ben"]),
    ],
)
def test_duplicates_are_told_and_treated_as_asked(cast, policy, expected, names):
    bring("contact", "name,email\nAda,ada@example.com\n", by=cast.dora)

    made = bring(
        "contact",
        "name,email\nAda II,ada@example.com\nAda III,Ada@Example.com\nBen,ben@example.com\n",
        by=cast.dora,
        duplicates=policy,
    )

    assert counts(made) == expected
    assert sorted(values("contact", "name", by=cast.dora)) == names
    assert len(reasons(made, is_fatal=False)) == 2


def test_a_duplicate_within_the_file_names_the_other_row(cast):
    made = bring(
        "contact", "name,email\nAda,ada@example.com\nBen,b@example.com\nAda,ada@example.com\n", by=cast.dora
    )

    assert reasons(made) == [(4, "E-mail: row 2 has the same “ada@example.com”.")]


def test_links_are_made_by_name_blind_to_case_and_accents(cast):
    bring("company", "name\nŽito d.d.\nAcme\n", by=cast.dora)

    made = bring("contact", "name,company\nAda,zito D.D.\nBen,ACME\nCleo,\n", by=cast.dora)

    assert counts(made) == (3, 3, 0, 0, 0)
    assert [bool(link) for link in values("contact", "company", by=cast.dora)] == [True, True, False]


def test_columns_that_say_nothing_are_known_by_their_values(cast):
    bring("company", "name\nAcme\nBeta\n", by=cast.dora)

    made = upload(
        "contact", "a,b,c,d\nAnna,Acme,website,Ben\nBea,BETA,Event,Ada\nCelia,,Partner,\n", by=cast.dora
    )

    assert made.mapping == {"b": "company", "c": "source", "d": "owner"}


def test_a_link_column_may_hold_e_mails_and_names_alike(cast):
    made = bring("company", "name,owner\nAcme,ben@odnos.example\nBeta,Cleo\n", by=cast.dora)

    assert counts(made) == (2, 2, 0, 0, 0)
    assert values("company", "owner", by=cast.dora) == [cast.ben.user_id, cast.cleo.user_id]


def test_a_name_that_several_records_bear_is_not_guessed(cast):
    bring("company", "name,email\nAcme,a@acme.com\nAcme,b@acme.com\n", by=cast.dora)

    by_name = bring("contact", "name,company\nAda,Acme\n", by=cast.dora)
    by_email = bring("contact", "name,firm\nAda,b@acme.com\n", by=cast.dora, map={"firm": "company.email"})

    assert reasons(by_name) == [(2, "Company: “Acme” names 2 records.")]
    assert counts(by_email) == (1, 1, 0, 0, 0)


def test_missing_records_are_made_once_when_asked_to(cast):
    made = bring(
        "contact", "name,company\nAda,New Firm\nBen,new firm\nCleo,Other\n", by=cast.dora, create_missing=True
    )

    assert counts(made) == (3, 3, 0, 0, 0)
    assert values("company", "name", by=cast.dora) == ["New Firm", "Other"]
    first, second, third = values("contact", "company", by=cast.dora)
    assert first == second != third


def test_numbers_and_days_are_read_by_what_their_column_says(cast):
    bring(
        "deal",
        'name,amount,start date,stage\nA,"1.234",3/4/2026,Won\nB,"7,5",3/25/2026,Won\n',
        by=cast.dora,
        create_missing=True,
    )

    assert values("deal", "amount", by=cast.dora) == [
        Money(Decimal(1234), "EUR"),
        Money(Decimal("7.5"), "EUR"),
    ]
    assert values("deal", "started_on", by=cast.dora) == [dt.date(2026, 3, 4), dt.date(2026, 3, 25)]


def test_a_multiplier_and_a_currency_column_make_the_amount(cast):
    bring(
        "company",
        "name,revenue,cur\nAcme,1.5,usd\n",
        by=cast.dora,
        map={"revenue": "annual_revenue*1000000", "cur": "annual_revenue.currency"},
    )

    assert values("company", "annual_revenue", by=cast.dora) == [Money(Decimal(1_500_000), "USD")]


def test_an_open_deal_keeps_its_closing_day_as_the_expected_one(cast):
    bring(
        "deal",
        "name,stage,close date\nA,Won,2026-01-05\nB,Proposal,2026-05-01\n",
        by=cast.dora,
        create_missing=True,
    )

    assert values("deal", "closed_on", by=cast.dora) == [dt.date(2026, 1, 5), None]
    assert values("deal", "closes_on", by=cast.dora) == [None, dt.date(2026, 5, 1)]


def test_a_note_in_a_column_hangs_on_the_record(cast):
    bring("company", "name,remark\nAcme,Call in May\n", by=cast.dora, map={"remark": "notes.body"})

    assert values("note", "body", by=cast.dora) == ["Call in May"]
    assert values("note", "about", by=cast.dora)[0][0] == "company"


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


def test_an_import_goes_on_where_it_was_cut_off(cast, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 10)
    made = upload(
        "company",
        "name,subsidiary of\n" + "".join(f"C{n},C{(n * 7) % 35}\n" for n in range(35)),
        by=cast.dora,
    )
    imports.start(made, by=cast.dora, at=AT, in_background=False)
    seen = []

    class Cut(RuntimeError):
        pass

    def cut(now):
        seen.append(now.cursor)
        if len(seen) == 2:
            raise Cut

    with pytest.raises(Cut):
        run.work(made, by=cast.dora, step=STEP, progress=cut)
    again = ImportRun.objects.get(pk=made.pk)
    run.work(again, by=cast.dora, step=STEP)

    again.refresh_from_db()
    assert seen == [11, 21]
    assert counts(again) == (35, 35, 0, 0, 0)
    assert len(values("company", "name", by=cast.dora)) == 35
    assert (
        sum(parent is not None for parent in values("company", "parent", by=cast.dora)) == 34
    )  # C0 cannot be its own


def test_a_batch_that_fails_leaves_nothing_behind(cast, monkeypatch):
    made = upload("company", "name\nA\nB\n", by=cast.dora)
    imports.start(made, by=cast.dora, at=AT, in_background=False)
    monkeypatch.setattr(run, "note", lambda *_a, **_k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        run.work(made, by=cast.dora, step=STEP)

    made.refresh_from_db()
    assert (made.cursor, made.rows, values("company", "name", by=cast.dora)) == (0, 0, [])


def test_two_processes_cannot_both_carry_an_import_on(cast):
    made = upload("company", "name\nA\n", by=cast.dora)
    imports.start(made, by=cast.dora, at=AT, in_background=False)
    other = ImportRun.objects.get(pk=made.pk)
    run.work(made, by=cast.dora, step=STEP)

    with pytest.raises(run.Superseded):
        run.work(other, by=cast.dora, step=STEP)

    assert values("company", "name", by=cast.dora) == ["A"]


def test_a_cancelled_import_stops_and_can_be_undone(cast, monkeypatch):
    monkeypatch.setattr(run, "BATCH", 2)
    made = upload("company", "name\nA\nB\nC\nD\n", by=cast.dora)
    imports.start(made, by=cast.dora, at=AT, in_background=False)

    run.work(made, by=cast.dora, step=STEP, progress=lambda now: imports.cancel(now, at=AT))
    undo.change_set(made.change_set_id, by=cast.dora, at=AT)

    made.refresh_from_db()
    assert (made.state, made.rows) == ("cancelled", 2)
    assert values("company", "name", by=cast.dora) == []


def test_undo_puts_updated_records_back(cast):
    bring("contact", "name,email\nAda,ada@example.com\n", by=cast.dora)
    made = bring(
        "contact", "name,email\nAda L,ada@example.com\nBen,ben@example.com\n", by=cast.dora, key="email"
    )

    undo.change_set(made.change_set_id, by=cast.dora, at=AT)

    assert values("contact", "name", by=cast.dora) == ["Ada"]


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
