"""Two companies that are one, and a picture of everything that a merge could touch."""

import datetime as dt

from odnos.engine.access.actor import system_actor
from odnos.engine.access.models import Share
from odnos.engine.records import read, write
from odnos.engine.records.models import RecordLink, RecordValue
from odnos.engine.views.models import Favourite
from odnos.objects.registry import registry
from tests.people import NOON

LATER = NOON + dt.timedelta(hours=1)
COMPANY, CONTACT, DEAL, NOTE, TASK = (
    registry.get(key) for key in ("company", "contact", "deal", "note", "task")
)


def make(key, by, **values):
    return write.create(registry.get(key), values, by=by, at=NOON)


def stages():
    by = system_actor("stages of a test")
    pipeline = make("pipeline", by, name="Sales")
    return [
        make("stage", by, name=name, pipeline=pipeline.id, kind=kind, position=place)
        for place, (name, kind) in enumerate((("Talk", "open"), ("Won", "won"), ("Lost", "lost")))
    ]


def picture(by=None):
    """Everything that a merge could touch, row by row, without the columns that count writes."""
    by = by or system_actor("a picture of everything")
    told = {}
    for object_type in registry:
        for deleted in (False, True):
            found = read.query(object_type, by=by, at=LATER, sort="id", limit=900, deleted=deleted)
            for row in found.rows:
                kept = {
                    name: row[name]
                    for name in object_type.by_name
                    if name not in ("updated_at", "updated_by")
                }
                told[object_type.key, row.id] = (deleted, kept)
    links = sorted(
        RecordLink.objects.values_list("object_key", "record_id", "field", "to_key", "to_id", "role")
    )
    values = sorted(RecordValue.objects.values_list("object_key", "record_id", "field", "value"))
    opened = sorted(
        Share.objects.values_list("object_key", "record_id", "user_id", "team_id", "may_edit"), key=str
    )
    liked = sorted(Favourite.objects.values_list("user_id", "object_key", "record_id"))
    return told, links, values, opened, liked
