"""An import of records that are here already: by key, and by likeness."""

import pytest

from tests.transfer.bring import bring, counts, reasons, values


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
