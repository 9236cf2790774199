"""`odnos token`: make and revoke API tokens."""

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    create = verbs.add_parser("create", help="print a new token, and nothing else")
    create.add_argument("--user", required=True, metavar="EMAIL", help="whom the token speaks for")
    create.add_argument("--name", default="", help="what it is for")
    create.add_argument("--read-only", action="store_true", help="the token may change nothing")
    create.add_argument("--object", action="append", default=[], metavar="KEY", help="only these objects")
    create.add_argument("--days", type=int, metavar="N", help="the token ends after so many days")
    revoke = verbs.add_parser("revoke", help="end a token")
    revoke.add_argument("token")


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    return _create(given) if given.verb == "create" else _revoke(given)


def _create(given: argparse.Namespace) -> int:
    import datetime as dt

    from django.utils import timezone

    from odnos.engine.access import passwords, tokens
    from odnos.objects.registry import registry

    user = passwords.user_of(given.user)
    if user is None:
        print(f"odnos: nobody has the e-mail {given.user}", file=sys.stderr)
        return 1
    if unknown := [key for key in given.object if key not in registry]:
        print(f"odnos: no object is called {', '.join(unknown)}", file=sys.stderr)
        return 1
    at = timezone.now()
    print(
        tokens.make_token(
            user,
            name=given.name,
            read_only=given.read_only,
            objects_only=given.object,
            expires_at=at + dt.timedelta(days=given.days) if given.days else None,
            at=at,
        )
    )
    return 0


def _revoke(given: argparse.Namespace) -> int:
    from django.utils import timezone

    from odnos.engine.access import tokens
    from odnos.engine.access.models import Token

    token = Token.objects.filter(digest=tokens.digest(given.token)).first()
    if token is None or not tokens.revoke(token.pk, at=timezone.now()):
        print("odnos: there is no such token", file=sys.stderr)
        return 1
    return 0
