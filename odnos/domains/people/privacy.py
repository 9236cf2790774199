"""Contacts and leads are persons; a lead and the contact made of it are the same one."""

from django.utils.translation import gettext_lazy as _

from odnos.engine.privacy.subjects import Subject, declare

declare(Subject(object="contact", stub=_("Erased contact %(number)s"), stays=("source",)))
declare(
    Subject(
        object="lead",
        stub=_("Erased lead %(number)s"),
        stays=(
            "status",
            "source",
            "value",
            "utm_source",
            "utm_medium",
            "utm_campaign",
            "mql_at",
            "sql_at",
            "converted_at",
            "contact",
        ),
        twins=("contact",),
    )
)
