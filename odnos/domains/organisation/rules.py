"""What must hold for users."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from odnos.engine.access.models import Role, Team, User
from odnos.engine.records.draft import Draft
from odnos.engine.records.row import Row
from odnos.objects.labels import Label

ALONE = _("This is the only administrator. Make somebody else one first.")


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
    if is_alone(draft.id or 0):
        draft.fail("role" if not is_still else "is_active", ALONE)


def last_administrator(row: Row) -> Label | None:
    """The last administrator stays."""
    administers = row["role"] == Role.ADMINISTRATOR and row["is_active"]
    return ALONE if administers and is_alone(row.id) else None


def is_alone(user_id: int) -> bool:
    """Whether nobody else could administer the company."""
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True, deleted_at__isnull=True)
    return not others.exclude(pk=user_id).exclude(password="").exists()


def team_in_use(row: Row) -> Label | None:
    """A team with people stays."""
    if User.objects.filter(team_id=row.id, deleted_at__isnull=True).exists():
        return _("Move its people to another team first.")
    parts = Team.objects.filter(parent_id=row.id, deleted_at__isnull=True)
    return _("Other teams are parts of this one. Move those first.") if parts.exists() else None


def team_parent(draft: Draft) -> None:
    """No team is a part of itself, however many teams lie between."""
    above, met = draft["parent"] if draft.changed("parent") else None, {draft.id}
    while above is not None:
        if above in met:
            draft.fail("parent", _("This team is a part of the one you are changing."))
            return
        met.add(above)
        above = Team.objects.filter(pk=above).values_list("parent_id", flat=True).first()


def user_team(draft: Draft) -> None:
    """A person who changes teams takes their records along."""
    if not draft.is_new and draft.changed("team"):
        draft.emit("moved")
