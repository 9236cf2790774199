"""The field types. A new one is one file here, one line here, and one row in the type matrix test."""

from odnos.objects.fields.about import About
from odnos.objects.fields.address import Address
from odnos.objects.fields.base import Field, Invalid, Part, SideCondition
from odnos.objects.fields.choice import Boolean, Choice, MultiChoice, Tags
from odnos.objects.fields.file import File
from odnos.objects.fields.link import Link, Stage
from odnos.objects.fields.links import Linked, Links
from odnos.objects.fields.moment import Date, Moment
from odnos.objects.fields.money import Money
from odnos.objects.fields.number import Number
from odnos.objects.fields.rank import Rank
from odnos.objects.fields.reach import Email, Emails, Phone, Phones, Url
from odnos.objects.fields.text import LongText, Text

__all__ = [
    "About",
    "Address",
    "Boolean",
    "Choice",
    "Date",
    "Email",
    "Emails",
    "Field",
    "File",
    "Invalid",
    "Link",
    "Linked",
    "Links",
    "LongText",
    "Moment",
    "Money",
    "MultiChoice",
    "Number",
    "Part",
    "Phone",
    "Phones",
    "Rank",
    "SideCondition",
    "Stage",
    "Tags",
    "Text",
    "Url",
]
