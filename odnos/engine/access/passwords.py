"""Passwords: set, and asked at the door."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from odnos.engine.access.actor import person
from odnos.engine.access.models import User
from odnos.engine.access.tripwire import written


def weaknesses(password: str, user: User | None = None) -> list[str]:
    """Return why `password` is too easy to guess; an empty list if it is not."""
    try:
        validate_password(password, user)
    except ValidationError as reasons:
        return list(reasons.messages)
    return []


def set_password(user: User, password: str) -> None:
    """Keep the hash of a new password; sessions begun with the old one end."""
    user.password = make_password(password)
    _keep(user)


def _keep(user: User) -> None:
    table = User._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET password = %s WHERE id = %s {written(table)}", [user.password, user.pk]
        )


def user_of(email: str) -> User | None:
    """Return the person with this e-mail who may sign in, however it is written."""
    written = email.strip().lower()  # as the field keeps it, and as tries are counted
    if not written.isprintable():  # a NUL byte: nobody's, and no question to a database
        return None
    people = User.objects.filter(email=written, is_active=True, deleted_at__isnull=True)
    return people.first() if written else None


class EmailBackend(BaseBackend):
    """Lets a person in who knows the password of their e-mail. Takes as long for an unknown e-mail as for a known one."""

    def authenticate(
        self,
        request: Any,  # noqa: ARG002 - Django passes it
        username: str | None = None,
        password: str | None = None,
        **_others: Any,
    ) -> User | None:
        user = user_of(username or "")
        if user is None or not password:
            make_password(password or "")
            return None

        def keep_upgraded(raw: str) -> None:
            set_password(user, raw)

        return user if check_password(password, user.password, keep_upgraded) else None

    def get_user(self, user_id: int) -> User | None:
        return person(user_id)
