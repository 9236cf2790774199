"""The `odnos` command: one file per subcommand, each loaded only when it is asked for."""

import argparse
import os
import sys
from importlib import import_module
from types import ModuleType

from odnos.config import environment

COMMANDS = {
    "serve": "start web, worker and scheduler",
    "migrate": "bring the database up to this version",
    "demo": "fill an empty database with a demo company",
    "import": "bring records in from a CSV or XLSX file",
    "export": "write records to a CSV, XLSX or JSON file",
    "config": "write the configuration into a file, or apply one",
    "user": "add and list users",
    "token": "make and revoke API tokens",
    "backup": "write everything into one file",
    "restore": "bring a backup into an empty installation",
    "analytics": "look after the analytical store: status, check, rebuild",
    "check": "tell whether this installation is healthy",
}


def main(argv: list[str] | None = None) -> int:
    """Run one subcommand and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "odnos.config.settings")
    name = next((word for word in arguments if not word.startswith("-")), None)
    if name not in COMMANDS or arguments[0] != name:
        return _overview(arguments)
    if wrong := environment.complaint():
        print(f"odnos: {wrong}", file=sys.stderr)
        return 2
    module = import_module(f"{__name__}.{name}_")
    parser = argparse.ArgumentParser(prog=f"odnos {name}", description=COMMANDS[name].capitalize() + ".")
    module.arguments(parser)
    return _run(module, parser.parse_args(arguments[1:]))


def _run(module: ModuleType, given: argparse.Namespace) -> int:
    try:
        return int(module.run(given) or 0)
    except BrokenPipeError:  # whoever read along has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        from odnos.config.command import told

        if not (reason := told.reason_of(error)):
            raise
        print(f"odnos: {reason}", file=sys.stderr)
        return 1


def _overview(arguments: list[str]) -> int:
    if arguments and arguments[0] == "--version":
        from importlib.metadata import version

        print("odnos", version("odnos"))
        return 0
    asked = not arguments or arguments[0] in {"-h", "--help", "help"}
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"odnos: no command {arguments[0]!r}\n", file=out)
    print("usage: odnos COMMAND [--help] …\n", file=out)
    for name, does in COMMANDS.items():
        print(f"  {name:<9} {does}", file=out)
    return 0 if asked else 2
