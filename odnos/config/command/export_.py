"""`odnos export`: write any list to a CSV, XLSX or JSON file."""

import argparse
import sys
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", help="where to; - is standard output")
    parser.add_argument("--object", required=True, help="company, contact, deal …")
    parser.add_argument(
        "--as", dest="email", required=True, metavar="EMAIL", help="the person with whose rights"
    )
    parser.add_argument(
        "--format", choices=["csv", "xlsx", "json"], help="by the file's name if not given, else csv"
    )
    parser.add_argument("--filter", default="", help='as in addresses: amount.gte:1000,stage.is:"Won"')
    parser.add_argument("--sort", default="id")
    parser.add_argument("--columns", default="", help="field names with commas; all if not given")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    from odnos.engine.access.rights import Denied
    from odnos.engine.filters.tree import FilterError
    from odnos.engine.tables import definitions
    from odnos.objects.registry import UnknownField, UnknownObject

    definitions.refresh()
    try:
        write(given)
    except UnknownObject as error:
        return fail(f"no object is called {error}")
    except (Denied, FilterError, UnknownField, LookupError, OSError) as error:
        return fail(str(error))
    return 0


def fail(reason: str) -> int:
    print(f"odnos export: {reason}", file=sys.stderr)
    return 1


def write(given: argparse.Namespace) -> None:
    from django.utils import timezone, translation

    from odnos.config.command.import_ import actor
    from odnos.engine.filters import text
    from odnos.engine.transfer import export
    from odnos.objects.registry import registry

    by = actor(given.email)
    ending = given.format or Path(given.file).suffix.lstrip(".").lower()
    with translation.override(by.locale):
        found = export.blocks(
            registry.get(given.object),
            format=export.format_of(ending),
            by=by,
            at=timezone.now(),
            filter=text.parse(given.filter) if given.filter else None,
            sort=given.sort,
            columns=given.columns.split(",") if given.columns else None,
        )
        if given.file == "-":
            sys.stdout.buffer.writelines(found)
            return
        with Path(given.file).open("wb") as file:
            file.writelines(found)
