"""What can be chosen for companies, contacts and leads."""

from django.utils.translation import gettext_lazy as _

INDUSTRIES = (
    ("agriculture", _("Agriculture")),
    ("construction", _("Construction")),
    ("education", _("Education")),
    ("employment", _("Employment")),
    ("energy", _("Energy")),
    ("entertainment", _("Entertainment")),
    ("finance", _("Finance")),
    ("government", _("Government")),
    ("manufacturing", _("Manufacturing")),
    ("marketing", _("Marketing")),
    ("medical", _("Medical")),
    ("real_estate", _("Real estate")),
    ("retail", _("Retail")),
    ("services", _("Services")),
    ("software", _("Software")),
    ("technology", _("Technology")),
    ("telecommunications", _("Telecommunications")),
    ("transport", _("Transport")),
)
SIZES = (("1-9", "1–9"), ("10-49", "10–49"), ("50-249", "50–249"), ("250-999", "250–999"), ("1000+", "1000+"))
SOURCES = (
    ("website", _("Website")),
    ("recommendation", _("Recommendation")),
    ("advertising", _("Advertising")),
    ("event", _("Event")),
    ("call", _("Call")),
    ("partner", _("Partner")),
    ("import", _("Import")),
)
STATUSES = (
    ("new", _("New")),
    ("working", _("Working")),
    ("mql", _("Marketing qualified")),
    ("sql", _("Sales qualified")),
    ("converted", _("Converted")),
    ("disqualified", _("Disqualified")),
)
STATUS_TONES = {
    "new": "info",
    "working": "info",
    "mql": "accent",
    "sql": "accent",
    "converted": "good",
    "disqualified": "muted",
}
COMPANY_ROLES = (
    ("employee", _("Employee")),
    ("director", _("Director")),
    ("owner", _("Owner")),
    ("adviser", _("Adviser")),
)
