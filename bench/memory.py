"""What a tree of processes holds in memory."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

IDLE = 0.2
"""Seconds of processor in five: what waiting takes."""


def of_tree(root: int) -> tuple[float, float]:
    """Return PSS and RSS in megabytes of a process and all that it started."""
    pss = rss = 0.0
    for number in tree(root):
        for line in Path(f"/proc/{number}/smaps_rollup").read_text().splitlines():
            name, _colon, rest = line.partition(":")
            if name in ("Pss", "Rss"):
                size = int(rest.split()[0]) / 1024
                pss, rss = (pss + size, rss) if name == "Pss" else (pss, rss + size)
    return pss, rss


def settled(root: int, *, patience: float = 900) -> None:
    """Wait until a tree of processes does nothing any more, such as filling the analytical store after the first start."""
    end, before = time.monotonic() + patience, worked(root)
    while time.monotonic() < end:
        time.sleep(5)
        now = worked(root)
        if now - before < IDLE:
            return
        before = now


def worked(root: int) -> float:
    """Return the seconds of processor that a tree of processes has taken."""
    spent = 0
    for number in tree(root):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
    found = [root]
    for number in found:
        found += [child for child, parent in parents.items() if parent == number]
    return found
