"""What must hold for users."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.models import Role, User
from odnos.engine.records.draft import Draft


@cache
def known_zones() -> frozenset[str]:
    """Return the names of time zones; asking the system for them reads hundreds of files."""
    return frozenset(available_timezones())


def user_time_zone(draft: Draft) -> None:
    """A time zone is one that the world knows."""
    if draft.changed("timezone") and draft["timezone"] not in known_zones():
        draft.fail("timezone", _("Choose a time zone such as Europe/Ljubljana."))


def user_last_administrator(draft: Draft) -> None:
    """A company always has somebody who can administer it."""
    was, is_still = draft.was("role") == Role.ADMINISTRATOR, draft["role"] == Role.ADMINISTRATOR
    if draft.is_new or not was or not draft.was("is_active") or (is_still and draft["is_active"]):
        return
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True, deleted_at__isnull=True)
    if not others.exclude(pk=draft.id or 0).exclude(password="").exists():
        name = "role" if not is_still else "is_active"
        draft.fail(name, _("This is the only administrator. Make somebody else one first."))


def user_team(draft: Draft) -> None:
    """A person who changes teams takes their records along."""
    if not draft.is_new and draft.changed("team"):
        draft.emit("moved")
