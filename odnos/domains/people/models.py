"""Tables of companies, contacts and leads."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from odnos.engine.tables import columns
from odnos.engine.tables.record import Owned, alive_index, strand_indexes, walked_index


def line(length: int = 200) -> models.CharField[Any, Any]:
    """Return a column of one line of text that is never null."""
    return models.CharField(max_length=length, default="", blank=True)


class Company(Owned):
    """A firm, an authority, a household: whoever is sold to."""

    name = line()
    domain = line()
    website = line(2000)
    email = line(254)
    other_emails = models.JSONField(default=list)
    phone = line(40)
    other_phones = models.JSONField(default=list)
    industry = line(100)
    size = line(20)
    employees = columns.ExactDecimal(null=True)
    annual_revenue = columns.amount()
    annual_revenue_currency = columns.currency()
    founded = columns.ExactDecimal(null=True)
    tax_id = line(40)
    address_street = line()
    address_postcode = line()
    address_city = line()
    address_region = line()
    address_country = line()
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    tags = models.JSONField(default=list)
    description = models.TextField(default="", blank=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            walked_index("name", name="company_name"),
            walked_index("created_at", name="company_created"),
            *strand_indexes("created_at", name="company_created"),
            alive_index("industry", name="company_industry"),
            alive_index("annual_revenue", name="company_revenue"),
            alive_index("employees", name="company_employees"),
            alive_index("address_city", name="company_city"),
            alive_index("email", name="company_email"),
            alive_index("domain", name="company_domain"),
            alive_index("phone", name="company_phone"),
            alive_index("tax_id", name="company_tax_id"),
        ]


class Contact(Owned):
    """A person at a company or by themselves."""

    name = line()
    first_name = line(100)
    last_name = line(100)
    job_title = line()
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+", db_index=False)
    email = line(254)
    other_emails = models.JSONField(default=list)
    phone = line(40)
    other_phones = models.JSONField(default=list)
    source = line(100)
    birthday = models.DateField(null=True)
    address_street = line()
    address_postcode = line()
    address_city = line()
    address_region = line()
    address_country = line()
    tags = models.JSONField(default=list)
    description = models.TextField(default="", blank=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            walked_index("name", name="contact_name"),
            walked_index("created_at", name="contact_created"),
            *strand_indexes("created_at", name="contact_created"),
            alive_index("company", name="contact_company"),
            walked_index("email", name="contact_email"),
            *strand_indexes("email", name="contact_email"),
            alive_index("phone", name="contact_phone"),
            alive_index("address_city", name="contact_city"),
            walked_index("last_name", name="contact_last_name"),
            alive_index("job_title", name="contact_job_title"),
        ]


class Lead(Owned):
    """Somebody who showed interest and is not yet known to be a customer."""

    name = line()
    company_name = line()
    job_title = line()
    email = line(254)
    phone = line(40)
    status = line(20)
    source = line(100)
    utm_source = line(100)
    utm_medium = line(100)
    utm_campaign = line()
    value = columns.amount()
    value_currency = columns.currency()
    mql_at = models.DateTimeField(null=True)
    sql_at = models.DateTimeField(null=True)
    converted_at = models.DateTimeField(null=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    tags = models.JSONField(default=list)
    description = models.TextField(default="", blank=True)

    class Meta(Owned.Meta):
        indexes: ClassVar[list[Any]] = [
            *Owned.Meta.indexes,
            walked_index("name", name="lead_name"),
            walked_index("created_at", name="lead_created"),
            *strand_indexes("created_at", name="lead_created"),
            alive_index("status", name="lead_status"),
            alive_index("email", name="lead_email"),
            alive_index("phone", name="lead_phone"),
            alive_index("company_name", name="lead_company_name"),
            alive_index("value", name="lead_value"),
        ]
