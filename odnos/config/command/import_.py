"""`odnos import`: bring records in from a CSV or XLSX file, with progress, and go on with one that was cut off."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

COUNTS = ("rows", "created", "updated", "skipped", "failed")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", help="a CSV, XLSX, XLS or ODS file")
    parser.add_argument("--object", help="what the rows are: company, contact, deal, product, user …")
    parser.add_argument(
        "--as",
        dest="email",
        required=True,
        metavar="EMAIL",
        help="the person in whose name and with whose rights",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="where a column goes; COLUMN= leaves it out",
    )
    parser.add_argument(
        "--key", metavar="FIELD", help="update the record that has this field's value already"
    )
    parser.add_argument(
        "--create-missing", action="store_true", help="make the records that link columns name and nobody has"
    )
    parser.add_argument(
        "--duplicates",
        choices=["create", "skip", "update"],
        help="what to do with rows that are there already",
    )
    parser.add_argument("--erase-blank", action="store_true", help="let blank cells erase what a record has")
    parser.add_argument("--encoding")
    parser.add_argument("--delimiter")
    parser.add_argument("--sheet")
    parser.add_argument("--header-row", type=int, help="counted from 1; 0 for none")
    parser.add_argument(
        "--errors", metavar="FILE", help="where to write the rows that failed, with their reasons"
    )
    parser.add_argument("--resume", type=int, metavar="ID", help="go on with an import that was cut off")
    parser.add_argument("--json", action="store_true", help="print the counts as JSON alone")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    from odnos.engine.access.rights import Denied
    from odnos.engine.records.errors import NotFound
    from odnos.engine.tables import definitions
    from odnos.engine.transfer.imports import BadOption
    from odnos.engine.transfer.reasons import of_file
    from odnos.lib.tables import Unreadable
    from odnos.objects.registry import UnknownObject

    definitions.refresh()
    try:
        return carry_out(given)
    except Unreadable as error:
        return fail(of_file(error))
    except UnknownObject as error:
        return fail(f"no object is called {error}")
    except (BadOption, Denied, NotFound, FileNotFoundError, IsADirectoryError, LookupError) as error:
        return fail(str(error))


def fail(reason: str) -> int:
    print(f"odnos import: {reason}", file=sys.stderr)
    return 1


def carry_out(given: argparse.Namespace) -> int:
    from django.utils import timezone, translation

    from odnos.engine.transfer import imports
    from odnos.engine.transfer.run import work
    from odnos.engine.transfer.steps import with_clock

    by = actor(given.email)
    with translation.override(by.locale):
        found = imports.get(given.resume, by=by) if given.resume else prepared(given, by)
        if not given.resume:
            imports.start(found, by=by, at=timezone.now(), in_background=False)
        elif found.state == "held":
            imports.carry_on(found, by=by, at=timezone.now(), in_background=False)
        if not given.json:
            print(f"import {found.pk}: {found.filename}", file=sys.stderr)
        work(
            found,
            by=by,
            step=with_clock(timezone.now),
            progress=lambda now: None if given.json else show(now),
        )
        return report(given, found)


def actor(email: str) -> Any:
    """The signed-in side of a person. Raises LookupError."""
    from odnos.engine.access.actor import actor_for
    from odnos.engine.access.models import User

    person = User.objects.filter(email=email.strip().lower(), is_active=True, deleted_at=None).first()
    if person is None:
        raise LookupError(f"nobody has the e-mail {email}")
    return actor_for(person, source="import")


def prepared(given: argparse.Namespace, by: Any) -> Any:
    """Upload the file and set what the command line says about it."""
    from django.utils import timezone

    from odnos.engine.transfer import imports
    from odnos.objects.registry import registry

    if not given.file or not given.object:
        raise LookupError("FILE and --object are needed")
    path = Path(given.file)
    with path.open("rb") as file:
        blocks = iter(lambda: file.read(1 << 19), b"")
        found = imports.upload(registry.get(given.object), path.name, blocks, by=by, at=timezone.now())
    layout = {
        "encoding": given.encoding,
        "delimiter": given.delimiter,
        "sheet": given.sheet,
        "header_row": given.header_row,
    }
    chosen = {name: value for name, value in layout.items() if value is not None}
    if chosen:
        imports.reread(found, by=by, **chosen)
    imports.remap(found, mapping(given.map), by=by)
    imports.configure(
        found,
        by=by,
        create_missing=given.create_missing,
        erase_blank=given.erase_blank,
        **policy(given),
    )
    return found


def policy(given: argparse.Namespace) -> dict[str, str]:
    named = {"key": given.key, "duplicates": given.duplicates}
    return {name: value for name, value in named.items() if value}


def mapping(pairs: list[str]) -> dict[str, str]:
    """`COLUMN=FIELD` pairs; the field never holds an equals sign, a column may. Raises LookupError."""
    for pair in pairs:
        if "=" not in pair:
            raise LookupError(f"--map takes COLUMN=FIELD, not {pair!r}")
    return {pair.rpartition("=")[0]: pair.rpartition("=")[2] for pair in pairs}


def show(found: Any) -> None:
    end = "\r" if sys.stderr.isatty() else "\n"
    print(f"{found.rows} rows, {found.failed} failed", end=end, file=sys.stderr, flush=True)


def report(given: argparse.Namespace, found: Any) -> int:
    """Print what became of the rows; a failure is only what brought nothing about at all."""
    counts = {name: getattr(found, name) for name in COUNTS}
    if given.errors and found.failed:
        from odnos.engine.transfer.problems import csv_of

        Path(given.errors).write_bytes(b"".join(csv_of(found)))
    if given.json:
        print(json.dumps({**counts, "change_set": found.change_set_id}))
    else:
        print(", ".join(f"{name} {count}" for name, count in counts.items()))
        show_problems(found)
    if found.state != "done":
        return fail(found.reason or f"the import is {found.state}")
    return 0 if not found.failed or found.failed < found.rows else 1


def show_problems(found: Any) -> None:
    for problem in found.problems.filter(is_fatal=True).order_by("row")[:20]:
        print(f"row {problem.row}: {problem.reason}", file=sys.stderr)
    if found.failed > 20:
        print(f"… {found.failed - 20} more; --errors FILE writes them all", file=sys.stderr)
