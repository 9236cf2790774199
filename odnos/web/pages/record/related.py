"""What stands beside a record: the records that name it, those it names with a role, and its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from odnos.engine.access import rights
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.filters import text
from odnos.engine.filters.tree import Condition
from odnos.engine.records import read
from odnos.engine.records.row import Row
from odnos.objects.context import Context, Reference
from odnos.objects.fields import Field, Link, Links
from odnos.objects.labels import Label
from odnos.objects.layout import Layout, Related
from odnos.objects.registry import ObjectType, registry
from odnos.web.pages.record.found import address_of
from odnos.web.render import ui

MOST = 6
LINES = 200


@dataclass(kw_only=True)
class Section:
    """One list beside the record. `add` makes a record in it, `pick` chooses one that is there already. `link` is the record's own field of links with roles; `grid` are lines edited in place."""

    key: str
    kind: ObjectType
    title: Label
    columns: tuple[str, ...]
    rows: Sequence[Row] = ()
    count: str = ""
    add: str = ""
    pick: str = ""
    more: str = ""
    link: Links | None = None
    grid: bool = False
    roles: Mapping[int, str] = field(default_factory=dict)


def sections(row: Row, layout: Layout, *, by: Actor, at: dt.datetime, can_edit: bool) -> list[Section]:
    """Return the lists of a layout."""
    made = (section(row, item, by=by, at=at, can_edit=can_edit) for item in layout.related)
    return [item for item in made if item is not None]


def section(row: Row, item: Related, *, by: Actor, at: dt.datetime, can_edit: bool) -> Section | None:
    kind = registry.get(item.object)
    if rights.may(by, "see", kind) == "none":
        return None
    made = Section(
        key=f"{item.object}-{item.through}".replace(".", "-"),
        kind=kind,
        title=item.title or kind.plural,
        columns=item.columns,
    )
    if "." in item.through:
        forward(made, row, item.through.partition(".")[2], by=by, can_edit=can_edit)
    elif not kind.is_custom and kind.parent_field is not None and kind.parent_field.name == item.through:
        lines(made, row, item.through, by=by, at=at, can_edit=can_edit)
    else:
        naming(made, row, item.through, by=by, at=at)
    return made


def forward(made: Section, row: Row, name: str, *, by: Actor, can_edit: bool) -> None:
    """Fill in the records that the record's own links name, with their roles."""
    link = row.type.field(name)
    assert isinstance(link, Links)
    linked = row[name]
    found = (
        read.get_many(made.kind, [item.id for item in linked], by=by, columns=made.columns) if linked else {}
    )
    made.link = link
    made.rows = [found[item.id] for item in linked if item.id in found]
    made.roles = {item.id: str(dict(link.roles).get(item.role, "")) for item in linked}
    made.count = str(len(linked))
    made.add = address_of(row, "links", name) if can_edit else ""


def lines(made: Section, row: Row, through: str, *, by: Actor, at: dt.datetime, can_edit: bool) -> None:
    """Fill in the parts of the record, in their order."""
    asked = Condition((through,), "is", row.id)
    walk = read.iterate(made.kind, by=by, at=at, filter=asked, sort="id", batch=LINES)
    made.rows = next(walk, [])
    made.grid = True
    made.count = str(len(made.rows))
    made.add = address_of(row, "lines", made.kind.key) if can_edit else ""


def naming(made: Section, row: Row, through: str, *, by: Actor, at: dt.datetime) -> None:
    """Fill in the newest records that name this one, and how many there are."""
    asked, link = Condition((through,), "is", row.id), made.kind.field(through)
    columns = (*made.columns, through) if isinstance(link, Links) else made.columns
    walk = read.iterate(made.kind, by=by, at=at, filter=asked, sort="-id", columns=columns, batch=MOST + 1)
    found = next(walk, [])
    made.rows = found[:MOST]
    made.count = str(len(found))
    if len(found) > MOST:
        count = read.count(made.kind, by=by, at=at, filter=asked)
        made.count = f"{count.number}+" if count.capped else str(count.number)
    if len(found) > MOST or (found and link.system):
        made.more = f"/{made.kind.plural_key}?view=all&filter={text.dump(asked)}"
    if rights.may(by, "create", made.kind) != "none" and isinstance(link, Link) and not link.readonly:
        made.add = f"/{made.kind.plural_key}/new?{through}={row.id}&next={address_of(row)}"
    if isinstance(link, Link) and may_lead(made.kind, through, by=by):
        made.pick = address_of(row, "led-by", made.kind.key, through)
    if isinstance(link, Links) and not link.system and rights.may(by, "edit", made.kind) != "none":
        made.link, made.add = link, address_of(row, "named-by", made.kind.key, through)
        made.roles = {one.id: role_in(one, link, row.id) for one in made.rows}


def may_lead(kind: ObjectType, name: str, *, by: Actor) -> bool:
    """Whether `by` may have records of a kind lead elsewhere by a link of theirs."""
    field = safe(kind, by=by).by_name.get(name)
    is_open = isinstance(field, Link) and not field.system and not field.readonly
    return is_open and rights.may(by, "edit", kind) != "none"


def role_in(naming_row: Row, link: Links, record_id: int) -> str:
    """Return in which role a record names another."""
    role = next((item.role for item in naming_row[link.name] if item.id == record_id), "")
    return str(dict(link.roles).get(role, ""))


def references(sections_: Iterable[Section]) -> set[Reference]:
    """Return the records that the columns shown lead to."""
    return {ref for item in sections_ for ref in read.references(item.rows, item.columns)}


def seen_titles(sections_: Iterable[Section]) -> dict[Reference, str | None]:
    """Return the titles of the records shown, which need not be asked for again."""
    return {row.reference: row.title for item in sections_ if not item.grid for row in item.rows}


def items(made: Section, ctx: Context) -> list[dict[str, Any]]:
    """Return the rows of a list as its part draws them: a title, what it is, and the figure at the end."""
    return [item_of(made, row, ctx) for row in made.rows]


def item_of(made: Section, row: Row, ctx: Context) -> dict[str, Any]:
    fields = [row.type.field(name) for name in made.columns if name != row.type.title]
    figures = [field for field in fields if field.align == "end"]
    facts = [shown(field, row, ctx) for field in fields if field.align != "end"]
    role = made.roles.get(row.id, "")
    return {
        "id": row.id,
        "title": title_of(made, row, ctx),
        "href": address_of(row),
        "sub": " · ".join(filter(None, (role, *facts))),
        "figure": shown(figures[-1], row, ctx) if figures else "",
        "mark": mark(row),
        "remove": f"{made.add}/{row.id}/remove" if made.link and made.add else "",
    }


def title_of(made: Section, row: Row, ctx: Context) -> str:
    """A part that has no name of its own goes by the first thing that it leads to."""
    links = [row.type.field(name) for name in made.columns if row.type.field(name).kind == "link"]
    if made.kind.title not in made.columns and links:
        return shown(links[0], row, ctx)
    return row.title


def shown(field_: Field, row: Row, ctx: Context) -> str:
    return field_.text(row[field_.name], ctx)


def mark(row: Row) -> Markup:
    """Return the face of a person or a company; nothing for other things."""
    if row.type.key not in ("contact", "company", "user", "lead"):
        return Markup()
    return ui.avatar(row.title, square=row.type.key == "company")
