"""The way out of each mail: an address that ends one subscription, for whoever has the mail, by POST alone (RFC 8058)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core import signing

from odnos.analytics.mailing.objects import SUBSCRIPTION
from odnos.engine.access.actor import system_actor
from odnos.engine.records import read, write
from odnos.engine.records.errors import NotFound
from odnos.engine.records.row import Row

SALT = "odnos.mailing.unsubscribe"


def address(subscription_id: int) -> str:
    return f"{settings.BASE_URL}/unsubscribe/{signing.Signer(salt=SALT).sign(str(subscription_id))}"


def subscription(token: str) -> Row:
    """Return the subscription that an address names. Raises NotFound for one that we did not write."""
    try:
        number = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        raise NotFound("unsubscribe") from None
    return read.get(SUBSCRIPTION, number, by=system_actor("whoever has the mail of a report ends it"))


def end(token: str, *, at: dt.datetime) -> Row:
    """Switch the subscription off; once more changes nothing. Raises NotFound."""
    row = subscription(token)
    if row["is_active"]:
        by = system_actor("whoever has the mail of a report ends it", source="mail")
        write.update(SUBSCRIPTION, row.id, {"is_active": False}, by=by, at=at, version=row.version)
    return row
