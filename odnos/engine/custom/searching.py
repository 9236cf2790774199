"""When the search is to find records by another field than before, their entries are written anew, in steps that each stand."""

from __future__ import annotations

from odnos.engine import index
from odnos.engine.access.actor import Actor, system_actor
from odnos.engine.audit.models import Entry
from odnos.engine.custom.models import CustomField
from odnos.engine.outbox import emit, jobs
from odnos.engine.outbox.models import Event
from odnos.engine.outbox.running import Run
from odnos.engine.records import indexing, read
from odnos.objects.registry import ObjectType, registry

BATCH = 1000


@emit.on("custom_field.updated")
@emit.on("custom_field.deleted")
@emit.on("custom_field.restored")
@jobs.job("custom.search", long=True)
def follow(run: Run, *, event_id: int) -> None:
    """Write the entries of an object anew after a field of it began or ceased to be searched."""
    event = Event.objects.filter(pk=event_id).first()
    for field_id in event.records if event else ():
        definition = CustomField._base_manager.filter(pk=field_id).first()
        if definition is None or definition.object not in registry:
            continue
        if concerns_search(event, definition):
            write_anew(run, registry.get(definition.object), by=system_actor("added fields in the search"))


def concerns_search(event: Event | None, definition: CustomField) -> bool:
    """Whether the event is about a field that is searched, or is no more."""
    if event is None or event.name != "custom_field.updated":
        return definition.is_searchable
    entries = Entry.objects.filter(object_key="custom_field", record_id=definition.pk, at=event.at)
    return any("is_searchable" in entry.diff for entry in entries)


def write_anew(run: Run, object_type: ObjectType, *, by: Actor) -> None:
    behind: str | None = None
    while True:
        with run.step() as at:
            page = read.query(object_type, by=by, at=at, sort="id", after=behind, limit=BATCH)
            index.write([indexing.entry(object_type, row.id, row.__getitem__) for row in page.rows])
        if page.next is None:
            return
        behind = page.next
