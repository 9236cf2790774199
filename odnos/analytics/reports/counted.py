"""What a report can be about that is no record: what happened to records, counted within the reach and the rights on these.

Each is declared like an object, so that whatever reads a report's object reads it too. It stands in no registry: it has
no list, no page and no form. Its rows are a question to the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from odnos.analytics.reports.asking import Asking
from odnos.analytics.reports.definition import Grain
from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import hidden, safe
from odnos.engine.access.rights import Denied
from odnos.objects.fields import Field
from odnos.objects.layout import Layout
from odnos.objects.registry import ObjectType, UnknownObject, registry
from odnos.objects.view import View

Path = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Counted(ObjectType):
    """One kind of what happened to records of the object `of`, each row being about one that the field `record` names.

    `rows` gives the SQL of all rows whose record the asker reaches. They are made of that object's fields `made_of`: nobody
    from whom one of them is hidden may ask. `person` and `team` lead to whose the rows are. What a field of `known_after` says
    is known when the stretch of time that follows the one of its row is over.
    """

    of: str
    record: str
    rows: Callable[[Asking], str]
    person: Path
    team: Path
    made_of: frozenset[str] = frozenset()
    known_after: Mapping[str, Grain] = field(default_factory=dict)

    def extend(self, added: tuple[Field, ...], layout: Layout, views: tuple[View, ...] | None = None) -> None:
        """Nothing stands behind the declared fields."""
        super().extend(added, layout, views)
        own = self.declared
        self.__dict__.update(all_fields=own, by_name={item.name: item for item in own})

    @property
    def guard(self) -> ObjectType:
        """The object of the records: who may see them may count what happened to them."""
        return registry.get(self.of)


def every() -> list[Counted]:
    """Return every kind of what is counted of the objects that there are now."""
    from odnos.analytics.reports import handovers, returns

    return [*handovers.every(), *returns.every()]


def get(key: str) -> ObjectType:
    """Return the object `key` that a report may be about, a record or not. Raises UnknownObject."""
    if key in registry:
        return registry.get(key)
    found = next((item for item in every() if item.key == key), None)
    if found is None:
        raise UnknownObject(key)
    return found


def is_known(key: object) -> bool:
    """Whether a report may be about the object `key`."""
    return key in registry or any(item.key == key for item in every())


def known_to(key: str, *, by: Actor) -> ObjectType:
    """Return the object `key` as `by` may know it. Raises UnknownObject."""
    return safe(get(key), by=by)


def check(object_type: ObjectType, *, by: Actor) -> None:
    """Raise Denied for who may see no records of an object, or not what it is counted from."""
    rights.check(by, "see", object_type)
    if isinstance(object_type, Counted) and (gone := object_type.made_of & hidden(object_type.guard, by=by)):
        words = {"field": object_type.guard.field(min(gone)).label}
        raise Denied(_("You may not see “%(field)s”, which this is counted by.") % words)


def may_ask(object_type: ObjectType, *, by: Actor) -> bool:
    """Whether `by` may ask for figures of an object at all."""
    try:
        check(object_type, by=by)
    except Denied:
        return False
    return True
