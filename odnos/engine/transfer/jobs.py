"""The jobs of imports and exports, for the worker to find."""

from odnos.engine.transfer import check, retention, run, writing

__all__ = ["check", "retention", "run", "writing"]
