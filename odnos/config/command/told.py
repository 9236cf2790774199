"""What a command says when the database cannot do what it asks. Anything else that goes wrong is a mistake of ours."""

from __future__ import annotations

import re

MISSING = re.compile(r"no such (table|column)|(relation|column) .* does not exist", re.DOTALL)


def reason_of(error: Exception) -> str:
    """Return why a command could not do its work, in a sentence; nothing if `error` is no condition of the machine."""
    from django.db import DatabaseError

    from odnos.engine.tables import faults

    if isinstance(error, DatabaseError) and MISSING.search(str(error)):
        return "the database is not of this version yet; run `odnos migrate` first"
    fault = faults.fault_of(error)
    return f"{fault.title}: {error}" if fault else ""
