"""The choices of orders."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STATES = (
    ("draft", _("Draft")),
    ("placed", _("Placed")),
    ("paid", _("Paid")),
    ("cancelled", pgettext_lazy("order", "Cancelled")),
    ("returned", _("Returned")),
)

TONES = {"draft": "plain", "placed": "info", "paid": "good", "cancelled": "bad", "returned": "warn"}

CHANNELS = (
    ("web", _("Website")),
    ("shop", _("Shop")),
    ("phone", _("Phone")),
    ("email", _("E-mail")),
    ("sales", _("Salesperson")),
    ("marketplace", _("Marketplace")),
)
