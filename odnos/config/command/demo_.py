"""`odnos demo`: fill an empty database with a demo company."""

import argparse
import json
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

BUILDER = "odnos.domains.demo.build"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=["en", "ru", "sl"], default="en")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    if not is_possible():
        print("odnos: this database is in use already; the demo needs an empty one", file=sys.stderr)
        return 1
    build(language=given.language)
    from django.conf import settings

    print("\n".join(sign_ins(settings.DATA)))
    print("  Start it: odnos serve\n")
    return 0


def sign_ins(data: Path) -> list[str]:
    """How the people of the demo company sign in, in lines for the terminal."""
    people = json.loads((data / "demo.json").read_text())["people"]
    return [
        *(f"  {person['email']:<28} {person['password']}   {person['role']}" for person in people),
        f"\n  These passwords were made for this demo and are kept in {data / 'demo.json'}.",
    ]


def is_possible() -> bool:
    """Tell whether nobody has an account here yet."""
    from django.contrib.auth import get_user_model

    return _builder_exists() and not get_user_model()._default_manager.exists()


def build(*, language: str) -> None:
    """Make the demo company and keep its freshly made passwords in the data folder, for the owner's eyes only."""
    from django.conf import settings
    from django.utils import timezone

    people = import_module(BUILDER).build(language=language, at=timezone.now())
    path = settings.DATA / "demo.json"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump({"language": language, "people": people}, file, ensure_ascii=False, indent=1)


def _builder_exists() -> bool:
    try:
        return find_spec(BUILDER) is not None
    except ModuleNotFoundError:
        return False
