"""A person who has left traces everywhere, and what must not be left of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection

from odnos.engine.access import tripwire
from odnos.engine.audit import sealing
from odnos.engine.audit.models import ChangeSet
from odnos.engine.outbox.emit import emit
from odnos.engine.outbox.models import Job
from odnos.engine.privacy import physical
from odnos.engine.records import files, merge, read, write
from odnos.engine.records.models import IdempotencyKey
from odnos.engine.records.row import Row
from odnos.engine.transfer import exports
from odnos.engine.views.models import SavedView
from odnos.objects.registry import registry
from tests.engine.merging import make, stages
from tests.people import NOON, Cast
from tests.transfer.bring import bring, upload
from tests.working import drain

NAME, OLD_NAME, EMAIL, OTHER = (
    "Zyxquorth Vandelquist",
    "Zyxquorth Przybrzak",
    "zyx.vandel@unusual.example",
    "zv1971@elsewhere.example",
)
PHONE, WRITTEN = "+38640998877", "040 998 877"
WORDS = ("zyxquorth", "vandelquist", "przybrzak", "zyx.vandel", "zv1971", "40998877", "998 877")
SECRET = b"A scan of the passport of Vandelquist"


@dataclass
class Someone:
    """The person's record, and what is around it."""

    contact: Row
    deal: Row
    lead: int
    note: Row
    scan: str
    change_set: int
    merged_set: int


def appear(cast: Cast) -> Someone:
    """Bring somebody in by a file, change, merge, sell to, write about, export and search for them."""
    head = "Name,Email,Phone,Remark\n"
    bring(
        "contact",
        f"{head}{OLD_NAME},{EMAIL},{WRITTEN},met at the fair\nOther Person,op@x.example,,\n",
        by=cast.ada,
        map={"Name": "name", "Email": "email", "Phone": "phone"},
        name=f"{NAME}.csv",
    )
    upload("contact", f"Name,Remark\nSomebody Else,friend of {NAME}\n", by=cast.dora, name="waiting.csv")
    kind = registry.get("contact")
    [contact] = [
        row for batch in read.iterate(kind, by=cast.ada, at=NOON) for row in batch if row["email"] == EMAIL
    ]
    made = ChangeSet.objects.create(kind="bulk", label=f"About {NAME}", actor_id=cast.ada.user_id, at=NOON)
    write.update(
        kind,
        contact.id,
        {
            "name": NAME,
            "other_emails": [OTHER],
            "birthday": "1971-02-03",
            "tags": "vip",
            "description": f"Call {NAME}",
        },
        version=None,
        by=cast.ada,
        at=NOON,
        change_set=made.pk,
    )
    double = make("contact", cast.ada, name="Z. Vandelquist", email=OTHER)
    merge.merge(kind, contact.id, double.id, picks={}, by=cast.ada, at=NOON)
    talk, *_rest = stages()
    deal = make(
        "deal",
        cast.ada,
        name=f"Lamps for {NAME}",
        stage=talk.id,
        pipeline=talk["pipeline"],
        amount="1234 EUR",
        contacts=[{"id": contact.id, "role": "champion"}],
    )
    lead = make("lead", cast.ada, name=NAME, email=EMAIL, phone=PHONE, value="99 EUR")
    write.update(
        registry.get("lead"),
        lead.id,
        {"contact": contact.id},
        version=None,
        by=cast.ada,
        at=NOON,
        trusted=True,
    )
    file = files.store([SECRET], f"Passport {NAME}.txt")
    note = make("note", cast.ada, about=contact.reference, body=f"{NAME} called from {WRITTEN}", file=file)
    make("note", cast.ben, about=deal.reference, body=f"Spoke to Vandelquist ({EMAIL})")
    make("task", cast.ada, about=contact.reference, name=f"Send {NAME} the offer", due_on="2026-03-05")
    gone = make("note", cast.ada, about=contact.reference, body=f"{NAME} is away")
    write.delete(registry.get("note"), [gone.id], by=cast.ada, at=NOON)
    machine(cast, contact)
    exports.begin(kind, format="csv", by=cast.ada, at=NOON)
    drain()
    sealing.seal(at=NOON)
    merged = ChangeSet.objects.filter(kind="merge").latest("pk").pk
    return Someone(contact, deal, lead.id, note, file["sha256"], made.pk, merged)


def machine(cast: Cast, contact: Row) -> None:
    """Traces in the tables of the machine."""
    answer = {"status": 201, "body": {"id": contact.id, "name": NAME, "phone": PHONE}}
    IdempotencyKey.objects.create(user_id=cast.ada.user_id, key="k", request="r", answer=answer, at=NOON)
    emit("contact.sent", payload={"to": EMAIL}, by=cast.ada, at=NOON)
    Job.objects.create(
        name="sample.none",
        args={"to": EMAIL},
        state="dead",
        error=f"could not reach {PHONE}",
        run_at=NOON,
        created_at=NOON,
    )
    SavedView(
        object_key="contact", name=f"Only {NAME}", user_id=cast.ada.user_id, filter=f"email.is:{EMAIL}"
    ).save()


def rows_with(words: Any = WORDS) -> list[tuple[str, str]]:
    """Return every live row of every table in which a word stands, whichever way it is written."""
    found = []
    with tripwire.suspended("a test looks for traces"), connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                told = " ".join(plain(value) for value in row).lower()
                found += [(table, word, told[:400]) for word in words if word in told]
    return found


def plain(value: Any) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def files_with(words: Any = WORDS) -> list[tuple[str, str]]:
    """Return every file of the installation, the database and its log included, in which a word stands."""
    wanted = {way(word).encode() for word in words for way in (str, str.title, str.upper)}
    paths = physical.every_file() if connection.vendor == "sqlite" else physical.data_files()
    return [
        (str(path.relative_to(settings.DATA)), word.decode())
        for path in paths
        for word in wanted
        if word in path.read_bytes()
    ]
