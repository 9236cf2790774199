"""`odnos backup`: write everything into one file."""

import argparse
import datetime as dt
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, help="odnos-<moment>.tar.gz here, if not given")


def run(given: argparse.Namespace) -> int:
    from odnos.config import archive

    now = dt.datetime.now(dt.UTC)
    target = (given.file or Path(f"odnos-{now:%Y-%m-%dT%H-%M-%S}.tar.gz")).resolve()
    try:
        manifest = archive.write(target, at=now)
    except (archive.CannotArchive, OSError) as reason:
        print(f"odnos: no backup was made: {reason}", file=sys.stderr)
        return 1
    print(f"{target} ({target.stat().st_size:,} bytes, {len(manifest['parts'])} parts)")
    return 0
