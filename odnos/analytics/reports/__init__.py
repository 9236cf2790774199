"""Reports: what is counted, by what, for which records, as data; compiled to the SQL of the store that answers."""

from odnos.analytics.reports.answering import compiled, run

__all__ = ["compiled", "run"]
