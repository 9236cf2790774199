"""`odnos user`: add and list users."""

import argparse
import os
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    add = verbs.add_parser("add", help="add a user")
    add.add_argument("email")
    add.add_argument("--role", required=True, help="its name for programs, such as representative")
    add.add_argument("--team", default="", help="found by name, or made")
    add.add_argument("--name", default="", help="the part of the e-mail before the @ if not given")
    add.add_argument(
        "--password",
        default=os.environ.get("ODNOS_PASSWORD", ""),
        help="better in ODNOS_PASSWORD; made and printed if not given",
    )
    verbs.add_parser("list", help="list users")
    change = verbs.add_parser("password", help="set a user's password")
    change.add_argument("email")
    change.add_argument(
        "--password", default=os.environ.get("ODNOS_PASSWORD", ""), help="better in ODNOS_PASSWORD"
    )
    reset = verbs.add_parser("reset", help="take a user's second factors away, and end their sessions")
    reset.add_argument("email")
    reset.add_argument(
        "--let-passwords-in", action="store_true", help="no longer let people in by single sign-on alone"
    )


def run(given: argparse.Namespace) -> int:
    import django

    django.setup()
    verbs = {"add": _add, "list": _list, "password": _password, "reset": _reset}
    return verbs[given.verb](given)


def _add(given: argparse.Namespace) -> int:
    from django.utils import timezone

    from odnos.domains.deals import pipelines
    from odnos.domains.organisation import actions
    from odnos.engine.access.actor import system_actor
    from odnos.engine.records.errors import Invalid
    from odnos.engine.tables import definitions

    definitions.refresh()
    by, at = system_actor("odnos user add", source="command"), timezone.now()
    password = given.password or actions.make_password()
    try:
        user = actions.add_user(
            given.email,
            name=given.name,
            role=given.role,
            team=given.team,
            password=password,
            by=by,
            at=at,
        )
        pipelines.ensure_pipeline(by=by, at=at)
    except Invalid as refusal:
        for field, reasons in refusal.errors.items():
            print(f"odnos: {field}: {' '.join(map(str, reasons))}", file=sys.stderr)
        return 1
    print(f"{user.email} {user.role}" if given.password else f"{user.email} {user.role} {password}")
    return 0


def _list(_given: argparse.Namespace) -> int:
    from odnos.engine.access.models import User

    for user in User.objects.filter(deleted_at__isnull=True).order_by("email"):
        print(f"{user.email:<40} {user.role:<16} {user.name}{'' if user.is_active else ' (inactive)'}")
    return 0


def _password(given: argparse.Namespace) -> int:
    from django.utils import timezone

    from odnos.domains.organisation import actions, doors
    from odnos.engine.access import passwords
    from odnos.engine.access.actor import system_actor
    from odnos.engine.records.errors import Invalid

    user = passwords.user_of(given.email)
    if user is None:
        print(f"odnos: nobody has the e-mail {given.email}", file=sys.stderr)
        return 1
    password = given.password or actions.make_password()
    by = system_actor("odnos user password", source="command")
    try:
        doors.change_password(user, password, by=by, at=timezone.now())
    except Invalid as refusal:
        print(f"odnos: {' '.join(map(str, refusal.errors['password']))}", file=sys.stderr)
        return 1
    if not given.password:
        print(password)
    return 0


def _reset(given: argparse.Namespace) -> int:
    from django.utils import timezone

    from odnos.domains.organisation import entrance, factors
    from odnos.engine.access import passwords
    from odnos.engine.access.actor import system_actor
    from odnos.engine.access.entrance import policy
    from odnos.engine.tables import definitions

    user = passwords.user_of(given.email)
    if user is None:
        print(f"odnos: nobody has the e-mail {given.email}", file=sys.stderr)
        return 1
    by, at = system_actor("odnos user reset", source="command"), timezone.now()
    factors.reset(user, by=by, at=at)
    if given.let_passwords_in:
        definitions.refresh()
        roles = sorted(policy.current().second_factor_roles)
        entrance.change_policy(roles=roles, only_single=False, by=by, at=at)
    return 0
