"""`odnos restore`: bring a backup into an empty installation."""

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path)


def run(given: argparse.Namespace) -> int:
    from odnos.config import archive

    try:
        manifest = archive.restore(given.file)
    except (archive.CannotArchive, OSError) as reason:
        print(f"odnos: nothing was restored: {reason}", file=sys.stderr)
        return 1
    import django

    django.setup()
    from odnos.config.command import migrate_

    migrate_.migrate()
    print(f"restored what was backed up at {manifest['made_at']}; start it with `odnos serve`")
    return 0
