"""Where the numbers are counted: DuckDB in a process of its own, or a server that many machines share."""

from odnos.analytics.store.installed import store

__all__ = ["store"]
