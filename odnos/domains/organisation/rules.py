"""What must hold for users."""

from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from odnos.engine.records.draft import Draft


def user_time_zone(draft: Draft) -> None:
    """A time zone is one that the world knows."""
    if draft.changed("timezone") and draft["timezone"] not in available_timezones():
        draft.fail("timezone", _("Choose a time zone such as Europe/Ljubljana."))
