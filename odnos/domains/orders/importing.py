"""Words by which other systems call orders and their lines, and what the rows of a file say of an order."""

from __future__ import annotations
