"""`odnos config`: write the whole configuration into a file, and apply one after a look at what it would change."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

SIGNS = {"new": "+", "changed": "~", "back": "^", "extra": "-", "conflict": "!"}


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    out = verbs.add_parser("export", help="write the configuration into a file")
    out.add_argument("file", nargs="?", default="-", help="where to; - is standard output")
    back = verbs.add_parser("apply", help="make the configuration what a file says")
    back.add_argument("file", help="what `odnos config export` wrote; - is standard input")
    back.add_argument("--dry-run", action="store_true", help="show what would change, and change nothing")
    back.add_argument("--archive", action="store_true", help="move what is only here to the bin")
    back.add_argument(
        "--as", dest="email", metavar="EMAIL", default="", help="the administrator in whose name"
    )


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    from odnos.engine.access.rights import Denied
    from odnos.engine.configuration.broken import Broken
    from odnos.engine.tables import definitions

    definitions.refresh()
    try:
        return {"export": write, "apply": apply}[given.verb](given)
    except (Broken, Denied, LookupError, OSError) as error:
        print(f"odnos config {given.verb}: {error}", file=sys.stderr)
        return 1


def write(given: argparse.Namespace) -> int:
    from django.utils import timezone

    from odnos.engine.access.actor import system_actor
    from odnos.engine.configuration import export

    made = export.export(by=system_actor("odnos config export", source="command"), at=timezone.now())
    for reason in made.left:
        print(f"odnos config export: left out: {reason}", file=sys.stderr)
    if given.file == "-":
        sys.stdout.buffer.write(made.text.encode())
    else:
        Path(given.file).write_text(made.text, encoding="utf-8")
    return 0


def apply(given: argparse.Namespace) -> int:
    from django.utils import timezone

    from odnos.engine.configuration import apply as deed
    from odnos.engine.configuration import source
    from odnos.engine.configuration.plan import plan

    by, at = actor(given.email), timezone.now()
    raw = sys.stdin.buffer.read() if given.file == "-" else Path(given.file).read_bytes()
    wanted = source.load(raw, by.context(at))
    for line in lines(plan(wanted, by=by, at=at)):
        print(line)
    done = deed.apply(wanted, by=by, at=at, archive=given.archive, rehearse=given.dry_run)
    for warning in done.warnings:
        print(f"odnos config apply: {warning}", file=sys.stderr)
    number = done.number + done.views
    words = "would be applied; nothing was changed" if given.dry_run else "applied"
    print(f"{number} definitions {words}")
    return 0


def actor(email: str) -> Any:
    """Return who applies: the person named, else the first administrator, else the command itself. Raises LookupError."""
    from odnos.config.command import import_
    from odnos.engine.access.actor import system_actor
    from odnos.engine.access.models import Role, User

    if email:
        return import_.actor(email)
    everybody = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True, deleted_at__isnull=True)
    first = everybody.order_by("pk").values_list("email", flat=True).first()
    return import_.actor(first) if first else system_actor("odnos config apply", source="command")


def lines(planned: Any) -> list[str]:
    """Return what would change, a line for each definition and one for each of its values."""
    found = []
    for step in (*planned.steps, *planned.views):
        if step.status not in SIGNS:
            continue
        found.append(f"{SIGNS[step.status]} {step.object} {'/'.join(part for part in step.name if part)}")
        if step.reason:
            found.append(f"    {step.reason}")
        if step.status in ("changed", "back"):
            found += [
                f"    {name}: {json.dumps(old, ensure_ascii=False)} → {json.dumps(new, ensure_ascii=False)}"
                for name, (old, new) in step.changes.items()
            ]
    return found
