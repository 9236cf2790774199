"""The choices that pipelines, stages and deals share."""

from django.utils.translation import gettext_lazy as _

KINDS = (("open", _("Open")), ("won", _("Won")), ("lost", _("Lost")))


TONES = {"open": "info", "won": "good", "lost": "bad"}


CONTACT_ROLES = (
    ("decision_maker", _("Decision maker")),
    ("influencer", _("Influencer")),
    ("user", _("User")),
    ("champion", _("Champion")),
    ("blocker", _("Blocker")),
    ("accountant", _("Accountant")),
)


LOST_REASONS = (
    ("price", _("Price")),
    ("competitor", _("Chose a competitor")),
    ("no_budget", _("No budget")),
    ("no_need", _("No need any more")),
    ("no_answer", _("Stopped answering")),
    ("timing", _("Bad timing")),
    ("quality", _("Product does not fit")),
)
