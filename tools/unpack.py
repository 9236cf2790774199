"""PostgreSQL and Chromium where nobody may install: Debian's packages, unpacked into .tools and run from there.

apt-get and dpkg-deb need no rights for that. What is unpacked serves the tests of this clone and nothing else;
`make clean` takes it away.
"""

import os
import subprocess
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / ".tools"
SYSTEM = HOME / "system"
BIN = HOME / "bin"
LIBRARIES = ("usr/lib/*-linux-gnu*", "lib/*-linux-gnu*", "usr/lib/*-linux-gnu*/pulseaudio")
PROGRAMS = ("usr/lib/postgresql/*/bin/*", "usr/lib/chromium/chromium")
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{system}/usr/share/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{home}/fonts</cachedir></fontconfig>
"""


def unpack(packages: list[str]) -> None:
    """Unpack `packages`, and what they need and the machine lacks. Raises CalledProcessError or FileNotFoundError."""
    SYSTEM.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=HOME) as place:
        for archive in download(packages, Path(place)):
            subprocess.run(["dpkg-deb", "--extract", archive, SYSTEM], check=True)
    make_commands()


def download(packages: list[str], place: Path) -> list[Path]:
    """Fetch the packages with lists and a cache of our own, and return them without the C library, which is the machine's."""
    (place / "state/lists/partial").mkdir(parents=True)
    (place / "cache/archives/partial").mkdir(parents=True)
    ours = {"Dir::State": place / "state", "Dir::Cache": place / "cache", "Debug::NoLocking": 1}
    options = [f"-o{name}={value}" for name, value in ours.items()] + [
        "-oDir::State::status=/var/lib/dpkg/status"
    ]
    for command in (["update"], ["install", "-y", "--no-install-recommends", "--download-only", *packages]):
        subprocess.run(
            ["apt-get", "-qq", *options, *command],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
    found = sorted((place / "cache/archives").glob("*.deb"))
    return [archive for archive in found if not archive.name.startswith("libc6_")]


def make_commands() -> None:
    """Make a command in BIN for each program, which finds its libraries and fonts where they were unpacked."""
    BIN.mkdir(exist_ok=True)
    fonts = HOME / "fonts.conf"
    fonts.write_text(FONTS.format(system=SYSTEM, home=HOME))
    libraries = ":".join(str(folder) for pattern in LIBRARIES for folder in sorted(SYSTEM.glob(pattern)))
    for program in (found for pattern in PROGRAMS for found in sorted(SYSTEM.glob(pattern))):
        command = BIN / program.name
        command.write_text(
            f"#!/bin/sh\nexport LD_LIBRARY_PATH='{libraries}' FONTCONFIG_FILE='{fonts}'\nexec '{program}' \"$@\"\n"
        )
        command.chmod(0o755)


def is_unpacked(program: str) -> bool:
    return os.access(BIN / program, os.X_OK)
