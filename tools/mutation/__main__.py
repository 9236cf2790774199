"""Take away one access check after another. Arguments name files or folders; without any, all of odnos."""

from __future__ import annotations

import os
import sys

import pytest

from tools.mutation.running import Runner
from tools.mutation.sites import ROOT, sites

WALKS = (
    "tests/access/test_canary.py",
    "tests/contract/test_access_matrix.py",
    "tests/contract/test_access_questions.py",
    "tests/contract/test_access_routes.py",
)
"""Tests that ask every address. QUICK=1 leaves them out, and with them what only they notice; SUITE="…" names others."""
SUITE = (
    "tests/access/test_checks.py",
    "tests/access/test_fields.py",
    "tests/access/test_ways.py",
    "tests/access/test_settings.py",
    "tests/engine/test_access.py",
    "tests/engine/test_records.py",
    "tests/engine/test_changing_hands.py",
    "tests/engine/test_formulas.py",
    "tests/engine/test_merge_undone.py",
    "tests/engine/test_reads.py",
    "tests/engine/test_roles.py",
    "tests/engine/test_rollups.py",
    "tests/engine/test_strands.py",
    "tests/engine/test_timeline_around.py",
    "tests/engine/test_territories.py",
    "tests/engine/test_tripwire.py",
    "tests/api/test_tokens.py",
    "tests/web/test_record_access.py",
)


def main(arguments: list[str]) -> int:
    """Return 0 when a test noticed the absence of every check."""
    os.chdir(ROOT)
    found = [site for under in arguments or ["odnos"] for site in sites(under)]
    if not found:
        print("no access check is there")
        return 1
    runner = Runner(found, workers=int(os.environ.get("WORKERS", "2")))
    code = pytest.main(["-q", "-p", "no:cacheprovider", "-p", "no:randomly", *asked()], plugins=[runner])
    if runner.broken or code not in (0, 5):
        print("the suite fails by itself:", *(runner.broken or [str(code)]), sep="\n  ")
        return 1
    print(f"{len(found)} checks taken away one by one, {len(runner.survivors)} unnoticed")
    return 1 if runner.survivors else 0


def asked() -> list[str]:
    if os.environ.get("SUITE"):
        return os.environ["SUITE"].split()
    return list(SUITE if os.environ.get("QUICK") else (*WALKS, *SUITE))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
