"""Installs the Debian packages that the tests need and the machine lacks: PostgreSQL and Chromium."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def postgres_folder() -> Path | None:
    """Return the folder of initdb and pg_ctl, if a server is installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    other = shutil.which("initdb")
    return Path(other).resolve().parent if other else None


def chromium() -> str | None:
    """Return the path of Debian's Chromium, if it is installed."""
    return shutil.which("chromium")


def missing() -> list[str]:
    """Return the packages that have to be installed."""
    wanted = [] if postgres_folder() or os.environ.get("TEST_DATABASE_URL") else ["postgresql"]
    return wanted if chromium() else [*wanted, "chromium"]


def install(packages: list[str]) -> None:
    """Install `packages` with apt-get, through sudo when we are not root."""
    before = [] if os.geteuid() == 0 else ["sudo", "-n", "-E"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print(f"odnos: installing {' '.join(packages)} for the tests", file=sys.stderr, flush=True)
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(
            [*before, "apt-get", *command],
            check=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def main() -> None:
    """Install what is missing, or say precisely what to install."""
    packages = missing()
    if packages:
        try:
            install(packages)
        except (subprocess.CalledProcessError, FileNotFoundError):
            sys.exit(
                f"The tests need packages that could not be installed here:\n  apt install {' '.join(packages)}"
            )


if __name__ == "__main__":
    main()
