"""`make test` is cut into parts, and runs every test of the suite once on each database."""

from collections import Counter
from pathlib import Path

from tools import test

ROOT = Path(__file__).parents[2]


def held(part: list[str]) -> list[str]:
    """Return the test files that a run of `part` collects."""
    ignored = [word.removeprefix("--ignore=") for word in part if word.startswith("--ignore=")]
    folders = [word for word in part if word not in ignored and not word.startswith("-")] or [
        "tests",
        "odnos",
    ]
    files = (path.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("test_*.py"))
    return [str(path) for path in files if not any(path.is_relative_to(folder) for folder in ignored)]


def test_every_file_is_in_one_part():
    found = Counter(name for part in test.parts([]) for name in held(part))
    every = held([])

    assert "tests/tools/test_runs.py" in every
    assert found == Counter(every)


def test_each_database_runs_all_parts_and_a_browser_runs_what_they_leave_out():
    runs = test.runs([])

    for database in ("sqlite", "postgres"):
        suite = [run.where for run in runs if run.database == database and run.only == "not browser"]
        assert suite == test.parts([])
    assert [(run.database, run.where) for run in runs if run.only == "browser"] == [("sqlite", [])]


def test_what_is_asked_by_hand_is_one_part():
    runs = test.runs(["tests/lib", "-x"])

    assert [(run.title, run.where) for run in runs] == [
        (title, ["tests/lib", "-x"]) for title in ("browser", "postgres 1", "sqlite 1")
    ]
