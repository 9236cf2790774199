"""What a tree of processes holds in memory."""

from __future__ import annotations

from pathlib import Path


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
