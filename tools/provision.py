"""Brings the Debian packages that the tests need and the machine lacks: PostgreSQL and Chromium.

As root, or where sudo asks for no password, they are installed. Anybody else gets them unpacked into .tools.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import unpack

SUDO = ["sudo", "-n", "-E"]


def postgres_folder() -> Path | None:
    """Return the folder of initdb and pg_ctl, if there is a server."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if debian:
        return debian[-1].parent
    if unpack.is_unpacked("initdb"):
        return unpack.BIN
    other = shutil.which("initdb")
    return Path(other).resolve().parent if other else None


def chromium() -> str | None:
    """Return the path of Debian's Chromium, if there is one."""
    return shutil.which("chromium") or (
        str(unpack.BIN / "chromium") if unpack.is_unpacked("chromium") else None
    )


def missing() -> list[str]:
    """Return the packages that have to be brought."""
    wanted = [] if postgres_folder() or os.environ.get("TEST_DATABASE_URL") else ["postgresql"]
    return wanted if chromium() else [*wanted, "chromium"]


def bring(packages: list[str]) -> None:
    """Install `packages` if we may, and unpack them for the tests alone if we may not."""
    names = " and ".join(packages)
    before = elevated()
    if before is None:
        say(f"you may not install here; unpacking {names} into .tools, for these tests alone")
        unpack.unpack(packages)
    else:
        say(f"installing {names} for the tests")
        install(packages, before)


def elevated() -> list[str] | None:
    """Return what to put before a command that needs root; None if we cannot be root without a password."""
    if os.geteuid() == 0:
        return []
    asked = shutil.which("sudo") and subprocess.run([*SUDO, "true"], capture_output=True, check=False)
    return SUDO if asked and asked.returncode == 0 else None


def install(packages: list[str], before: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(
            [*before, "apt-get", *command],
            check=True,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )


def say(what: str) -> None:
    print(f"odnos: {what}", file=sys.stderr, flush=True)


def main() -> None:
    """Bring what is missing, or say precisely what to install."""
    packages = missing()
    if packages:
        try:
            bring(packages)
        except (subprocess.CalledProcessError, FileNotFoundError):
            sys.exit(
                f"The tests need packages that could not be had here. Whoever administers this machine installs them:\n"
                f"  apt install {' '.join(packages)}"
            )


if __name__ == "__main__":
    main()
