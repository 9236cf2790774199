"""The jobs of imports, for the worker to find."""

from odnos.engine.transfer import check, retention, run

__all__ = ["check", "retention", "run"]
