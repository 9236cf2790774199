"""Passwords that are guessed first: those on the list of leaked ones, however they are dressed up, and what stands on the visiting card.

The list is Django's (20,000 of the most common leaked passwords, collected by Royce Williams and published with Django
under its BSD licence). A common password with digits behind it, in other letters (p@ssw0rd) or twice over is as easy to guess.
"""

from __future__ import annotations

import gzip
import itertools
import re
from functools import cache
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DRESSED = str.maketrans("@4831!05$7", "aabeiiosst")
ENDS = re.compile(r"^[\W\d_]+|[\W\d_]+$")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "abcdefghijklmnopqrstuvwxyz", "йцукенгшщзхъ")
OURS = frozenset(
    ("odnos", "пароль", "привет", "любовь", "солнышко", "geslo", "parola", "ljubezen", "slovenija")
)
"""What people here type first; the list is English."""
LONGEST = 200
DECORATION = 6


class GuessedValidator:
    """Refuses what is guessed first. Its sentences say what to do instead."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with the reason."""
        if len(password) > LONGEST:
            words = _("At most %(most)s characters.") % {"most": LONGEST}
            raise ValidationError(words, code="too_long")
        if is_common(password):
            words = _(
                "This is among the passwords that are guessed first. A few words of your own are better."
            )
            raise ValidationError(words, code="common")
        if user is not None and is_about(password, user):
            raise ValidationError(_("This is your name or e-mail. Others know it."), code="about")

    def get_help_text(self) -> str:
        return _("A few words that only you would put together are best.")


def is_common(password: str) -> bool:
    """Whether the password, or what remains when its decoration is taken off, is on the list, a row of keys or a repetition."""
    return any(is_listed(form) or is_row(form) or is_repeated(form) for form in forms(password))


def forms(password: str) -> set[str]:
    """Return a password as typed, without a little decoration at its ends, and with letters for the signs that stand for them."""
    plain = password.casefold().strip()
    every = {plain, bare(plain), re.sub(r"[\W_]", "", plain)}
    return {form for each in every for form in (each, each.translate(DRESSED), bare(each.translate(DRESSED)))}


def bare(form: str) -> str:
    """Return a text without the digits and signs at its ends, unless there are so many that they are the password."""
    found = ENDS.sub("", form)
    return found if len(form) - len(found) <= DECORATION else form


def is_listed(form: str) -> bool:
    return form in common() or (len(form) >= 6 and once(form) in common())


def once(form: str) -> str:
    """Return what a text repeats, or the text."""
    return next(
        (form[:size] for size in range(1, len(form) // 2 + 1) if form == form[:size] * (len(form) // size)),
        form,
    )


def is_row(form: str) -> bool:
    """Whether a text runs along keys or the alphabet, one way or the other."""
    runs = (row * 3 for row in ROWS)
    return len(form) >= 4 and any(form in run or form in run[::-1] for run in runs)


def is_repeated(form: str) -> bool:
    """Whether a text has hardly any letters of its own."""
    return bool(form) and (len(set(form)) <= 3 or len(once(form)) <= 4 < len(form))


def is_about(password: str, user: Any) -> bool:
    """Whether nothing much remains when the person's name and e-mail are taken out."""
    rest = password.casefold()
    own = [getattr(user, "name", ""), *str(getattr(user, "email", "")).split("@")]
    words = itertools.chain.from_iterable(re.split(r"\W+", str(text).casefold()) for text in own)
    for word in sorted({word for word in words if len(word) >= 3}, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != password.casefold() and len(re.sub(r"[\W\d_]", "", rest)) < 4


@cache
def common() -> frozenset[str]:
    with gzip.open(CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines) | OURS
