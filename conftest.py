"""Fixtures for every test, wherever it lives."""

pytest_plugins = (
    "tests.people",
    "tests.filled",
    "tests.database",
    "tests.live",
    "tests.chromium",
    "tests.issuer",
)
