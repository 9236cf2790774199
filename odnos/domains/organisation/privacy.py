"""Users are persons too. What they did stays in the trail as somebody's who is no longer here."""

from django.utils.translation import gettext_lazy as _

from odnos.engine.privacy.subjects import Subject, declare

declare(
    Subject(
        object="user",
        stub=_("Former user %(number)s"),
        stays=("role", "team", "locale", "timezone"),
        remains=True,
    )
)
