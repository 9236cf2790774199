"""An import of links, which a file knows by name."""

from tests.transfer.bring import bring, counts, reasons, upload, values


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


def test_a_note_in_a_column_hangs_on_the_record(cast):
    bring("company", "name,remark\nAcme,Call in May\n", by=cast.dora, map={"remark": "notes.body"})

    assert values("note", "body", by=cast.dora) == ["Call in May"]
    assert values("note", "about", by=cast.dora)[0][0] == "company"
