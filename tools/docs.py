"""`make docs`: write docs/reference from the registry; with --check, say whether it is current and whether links lead somewhere."""

import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "reference"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them, and return the exit code."""
    os.environ.setdefault("ODNOS_SECRET_KEY", "docs")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    if "--check" not in arguments:
        write()
        return 0
    problems = [*stale(), *broken_links()]
    print("\n".join(problems) or "docs: current")
    return 1 if problems else 0


def pages() -> dict[str, str]:
    """Return the pages of the reference: what the program says of itself, and the matrix that its tests walk."""
    from odnos.config import reference
    from tests.contract import expected

    return {**reference.pages(), "access.md": expected.page()}


def write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text)


def stale() -> list[str]:
    return [
        f"docs/reference/{name} is not what the program says; run `make docs`"
        for name, text in pages().items()
        if not (FOLDER / name).exists() or (FOLDER / name).read_text() != text
    ]


def broken_links() -> list[str]:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return [
        f"{page.relative_to(ROOT)}: {link} leads nowhere"
        for page in pages
        for link in LINK.findall(page.read_text())
        if not (page.parent / link).exists()
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
