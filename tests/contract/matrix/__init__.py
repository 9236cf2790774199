"""The type matrix: for each kind of field, values as a person writes them and as they come out everywhere.

A new field type gets a row here; the suite fails without it. `text`, `csv` and `html` are what Ada reads (English,
Europe/Ljubljana, euros). Values of links are made by the world.
"""

from typing import Any

from tests.contract.matrix.amounts import AMOUNTS
from tests.contract.matrix.case import CTX, Case, Kind
from tests.contract.matrix.links import LINKS
from tests.contract.matrix.ways import WAYS
from tests.contract.matrix.words import WORDS

__all__ = ["CTX", "EMPTY", "MATRIX", "Case", "Kind"]

MATRIX: dict[str, Kind] = WORDS | AMOUNTS | WAYS | LINKS
EMPTY: tuple[Any, ...] = (None, "")
