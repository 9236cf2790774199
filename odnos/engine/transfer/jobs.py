"""The jobs of imports, for the worker to find."""

from odnos.engine.transfer import check, run

__all__ = ["check", "run"]
