"""`odnos import` and `odnos export` as people and scripts call them."""

import json

import pytest

from odnos.config.command import main
from tests.people import ADA, ANN, DORA
from tests.transfer.bring import values


@pytest.fixture
def odnos(cast, tmp_path, capsys):
    """Run a command; return its exit code, what it printed, and what it complained of."""

    def call(*arguments, file=""):
        if file:
            (tmp_path / "rows.csv").write_text(file)
            arguments = (arguments[0], str(tmp_path / "rows.csv"), *arguments[1:])
        code = main(list(arguments))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_import_prints_its_counts_as_json_alone(odnos, cast):
    code, out, err = odnos(
        "import", "--object", "company", "--as", DORA.email, "--json", file="name,staff\nAcme,5\nBeta,x\n"
    )

    said = json.loads(out)
    assert (code, err) == (0, "")
    assert list(said) == ["rows", "created", "updated", "skipped", "failed", "change_set"]
    assert said | {"change_set": 0} == {
        "rows": 2,
        "created": 1,
        "updated": 0,
        "skipped": 0,
        "failed": 1,
        "change_set": 0,
    }


def test_import_takes_maps_keys_and_multipliers(odnos, cast):
    rows = "account,turnover,x\nAcme,1.5,ignored\n"
    options = (
        "--object",
        "company",
        "--as",
        DORA.email,
        "--map",
        "turnover=annual_revenue*1000000",
        "--map",
        "x=",
        "--key",
        "name",
        "--json",
    )
    odnos("import", *options, file=rows)

    _code, out, _err = odnos("import", *options, file=rows)

    assert json.loads(out)["updated"] == 1
    assert [money.amount for money in values("company", "annual_revenue", by=cast.dora)] == [1_500_000]


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--object", "nothing", "--as", DORA.email), "no object is called nothing"),
        (("--object", "company", "--as", "nobody@example.com"), "nobody has the e-mail"),
        (("--object", "company", "--as", ANN.email), "You may not import Companies"),
        (("--object", "company", "--as", DORA.email, "--map", "name=nothing"), "is no field to import into"),
        (("--object", "company", "--as", DORA.email, "--map", "missing=name"), "has no column “missing”"),
        (("--object", "company", "--as", DORA.email, "--key", "phone"), "No column goes to the key"),
        (("--object", "company", "--as", DORA.email, "--map", "name"), "--map takes COLUMN=FIELD"),
    ],
)
def test_import_that_cannot_be_says_why_and_changes_nothing(odnos, cast, options, complaint):
    code, out, err = odnos("import", *options, "--json", file="name\nAcme\n")

    assert (code, out) == (1, "")
    assert complaint in err
    assert values("company", "name", by=cast.dora) == []


def test_import_that_brought_nothing_in_is_a_failure(odnos, cast):
    code, out, _err = odnos(
        "import", "--object", "contact", "--as", ADA.email, "--json", file="name,email\nAda,wrong\n"
    )

    assert (code, json.loads(out)["failed"]) == (1, 1)


def test_import_writes_failed_rows_to_a_file_and_shows_them(odnos, cast, tmp_path):
    errors = tmp_path / "errors.csv"

    code, out, err = odnos(
        "import",
        "--object",
        "contact",
        "--as",
        ADA.email,
        "--errors",
        str(errors),
        file="name,email\nAda,wrong\nBen,b@x.com\n",
    )

    assert (code, out) == (0, "rows 2, created 1, updated 0, skipped 0, failed 1\n")
    assert "row 2: E-mail: “wrong” is not an e-mail address." in err
    assert errors.read_text("utf-8-sig").splitlines()[1].startswith("Ada,wrong,2,")


def test_export_writes_what_a_filter_finds(odnos, cast, tmp_path):
    odnos(
        "import",
        "--object",
        "company",
        "--as",
        DORA.email,
        "--json",
        file="name,industry\nA,retail\nB,finance\n",
    )
    target = tmp_path / "out.json"

    code, _out, _err = odnos(
        "export", str(target), "--object", "company", "--as", DORA.email, "--filter", "industry.is:retail"
    )

    assert code == 0
    assert [row["name"] for row in json.loads(target.read_text())] == ["A"]


def test_export_that_cannot_be_says_why(odnos, cast):
    code, _out, err = odnos(
        "export", "-", "--object", "company", "--as", DORA.email, "--filter", "nothing.is:1"
    )

    assert code == 1
    assert "has no field “nothing”" in err
