"""Brings the database up to date and, when asked, fills it with the demo company. Runs once, before the others."""

import os
import sys

from odnos.config.processes import bond

LANGUAGES = ("en", "ru", "sl")


def main(arguments: list[str]) -> int:
    """Migrate; with --demo also make the demo company if nobody uses this database yet."""
    bond.die_with_parent()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from odnos.config.command import demo_, migrate_, told

    try:
        migrate_.migrate()
        if "--demo" in arguments and demo_.is_possible():
            demo_.build(language=language())
    except DatabaseError as error:
        if not (reason := told.reason_of(error)):
            raise
        print(f"odnos: {reason}", file=sys.stderr)
        return 1
    return 0


def language() -> str:
    """Return the language of the demo: the one asked for (ODNOS_LANGUAGE), else that of the machine, else English."""
    asked = os.environ.get("ODNOS_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return asked[:2] if asked[:2] in LANGUAGES else "en"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
