"""The Jinja2 environment of every page."""

from typing import Any

from jinja2 import Environment


def environment(**options: Any) -> Environment:
    """Build the environment Django's Jinja2 backend asks for."""
    return Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 - Django passes autoescape=True
