"""Accessibility of a page as axe-core sees it, by the rules of WCAG 2.2 A and AA."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SOURCE = Path(__file__).parent.parent / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def faults(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands, one line a rule with the places."""
    page.evaluate(SOURCE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}}).then(found => found.violations)",
        RULES,
    )
    return [f"{rule['id']}: {'; '.join(str(node['target']) for node in rule['nodes'])}" for rule in found]
