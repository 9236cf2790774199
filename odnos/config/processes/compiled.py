"""Where Python keeps what it compiles, when it may not keep it beside the sources."""

import os
import sys
from importlib.util import cache_from_source, find_spec
from pathlib import Path

UNSET = ""  # Python takes an empty variable for none


def environment(data: Path) -> dict[str, str]:
    """Return the variables by which child processes compile once, not at every start; none where that is so already.

    Images of containers often forbid to write beside the sources (PYTHONDONTWRITEBYTECODE), or the folder does.
    Compiling takes three times as long as all the rest of a start.
    """
    here = [Path(__file__), *_sources("django")]
    if all(Path(cache_from_source(str(source))).exists() for source in here):
        return {}
    if not sys.dont_write_bytecode and all(os.access(source.parent, os.W_OK) for source in here):
        return {}
    return {"PYTHONDONTWRITEBYTECODE": UNSET, "PYTHONPYCACHEPREFIX": str(data / "compiled")}


def _sources(package: str) -> list[Path]:
    found = find_spec(package)
    return [Path(found.origin)] if found and found.origin else []
