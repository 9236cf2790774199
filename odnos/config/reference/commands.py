"""The `odnos` command."""

from __future__ import annotations

import argparse
import os
from importlib import import_module

from odnos.config import command


def page() -> str:
    parts = ["# The `odnos` command", "`odnos COMMAND --help` prints the same."]
    for name, does in command.COMMANDS.items():
        parts += [f"## odnos {name}", f"{does.capitalize()}.", f"```\n{help_of(name)}\n```"]
    return "\n\n".join(parts)


def help_of(name: str) -> str:
    """Return the help of a subcommand and of what it has below it, 100 characters wide wherever it runs."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = "100"
    try:
        parser = argparse.ArgumentParser(prog=f"odnos {name}")
        import_module(f"odnos.config.command.{name}_").arguments(parser)
        below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        parsers = [parser, *(inner for action in below for inner in action.choices.values())]
        return "\n\n".join(inner.format_help().strip() for inner in parsers)
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before
