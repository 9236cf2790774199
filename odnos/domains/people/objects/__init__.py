"""Companies, contacts and leads, declared."""

from odnos.domains.people.objects.choices import SIZES, SOURCES
from odnos.domains.people.objects.company import COMPANY
from odnos.domains.people.objects.contact import CONTACT
from odnos.domains.people.objects.lead import LEAD

__all__ = ["COMPANY", "CONTACT", "LEAD", "SIZES", "SOURCES"]
