"""The lanes that a board could have: the stages of one pipeline, the values of a choice, yes and no, the records of a link."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from odnos.engine.access.actor import Actor
from odnos.engine.filters.tree import All as AllOf
from odnos.engine.filters.tree import Condition, Node, Not
from odnos.engine.records import groups, read
from odnos.engine.records.groups import OTHERS
from odnos.engine.records.row import Row
from odnos.objects.fields import Field
from odnos.objects.labels import Label
from odnos.objects.registry import ObjectType, registry
from odnos.web.given import whole
from odnos.web.pages.lists import offers
from odnos.web.render import cells

MOST = 100
FEW = 24
FREQUENT = 12
TONES = {"won": "good", "lost": "bad"}
NONE, OTHER, WRITTEN = "-none", "-other", "-x"
PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


@dataclass(frozen=True, kw_only=True)
class Lane:
    """One lane: the records whose column holds `key`. `kind` is open, won or lost; `token` names it in addresses."""

    key: Any
    label: Label
    kind: str = "open"
    tone: str = "none"
    rots_after: Decimal | None = None

    @property
    def is_closed(self) -> bool:
        return self.kind != "open"

    @property
    def is_others(self) -> bool:
        return self.key is OTHERS

    @property
    def is_blank(self) -> bool:
        return self.key is None or self.key == ""

    @property
    def token(self) -> str:
        if self.is_others:
            return OTHER
        if self.is_blank:
            return NONE
        written = str(self.key).lower() if isinstance(self.key, bool) else str(self.key)
        return written if PLAIN.fullmatch(written) else WRITTEN + written.encode().hex()

    @property
    def raw(self) -> str:
        """What is written into a record that is put here."""
        return "" if self.is_blank else str(self.key)


def pipelines(field: Field, *, by: Actor, at: dt.datetime) -> Sequence[Row]:
    """Return the pipelines whose stages the board could show; none where it groups by something else."""
    if not getattr(field, "pipeline", ""):
        return ()
    return next(
        read.iterate(registry.get("pipeline"), by=by, at=at, sort="position", columns=("name",), batch=MOST),
        [],
    )


def lanes(
    kind: ObjectType, field: Field, pipeline: int | None, filter: Node | None, *, by: Actor, at: dt.datetime
) -> list[Lane]:
    """Return the lanes in their order; behind them one for records without a value, and one for all others."""
    if getattr(field, "pipeline", ""):
        return of_stages(field, pipeline, by=by, at=at)
    if field.kind == "boolean":
        return [
            Lane(key=key, label=field.text(key, by.context(at)), tone="good" if key else "none")
            for key in (False, True)
        ]
    found = (
        of_links(kind, field, filter, by=by, at=at)
        if field.names_records
        else of_choice(kind, field, filter, by=by, at=at)
    )
    blank = Lane(key=field.empty, label=_("No %(field)s") % {"field": str(field.label).lower()})
    return [*([] if field.required else [blank]), *found]


def of_stages(field: Field, pipeline: int | None, *, by: Actor, at: dt.datetime) -> list[Lane]:
    stages = registry.get(field.to)  # type: ignore[attr-defined]
    mine = Condition(("pipeline",), "is", str(pipeline)) if pipeline else None
    rows = next(read.iterate(stages, by=by, at=at, sort="position", filter=mine, batch=MOST), [])
    return [of_stage(row) for row in rows]


def of_stage(row: Row) -> Lane:
    kind = row["kind"]
    return Lane(
        key=row.id,
        label=row.title,
        kind=kind,
        tone=TONES.get(kind) or cells.hue_of(row.id),
        rots_after=row["rots_after_days"],
    )


def of_choice(
    kind: ObjectType, field: Field, filter: Node | None, *, by: Actor, at: dt.datetime
) -> list[Lane]:
    """An open choice has the values that are written most, beside those that are offered; what is offered no more stands among others."""
    offered = dict(getattr(field, "choices", ()))
    found = [Lane(key=key, label=label, tone=tone_of(field, key)) for key, label in offered.items()]
    is_open = getattr(field, "open", False)
    if not is_open and not getattr(field, "former", ()):
        return found
    written = groups.frequent(kind, field.name, by=by, at=at, filter=filter, limit=FREQUENT + len(found))
    if not is_open:
        return [*found, Lane(key=OTHERS, label=_("Others"))] if set(written) - set(offered) else found
    more = [key for key in written if key not in offered][:FREQUENT]
    found += [Lane(key=key, label=str(key), tone=tone_of(field, key)) for key in more]
    return [*found, Lane(key=OTHERS, label=_("Others"))]


def tone_of(field: Field, key: Any) -> str:
    tone = (getattr(field, "tones", None) or {}).get(key, "")
    return tone if tone in ("good", "warn", "bad", "accent", "info") else cells.hue_of(key)


def of_links(
    kind: ObjectType, field: Field, filter: Node | None, *, by: Actor, at: dt.datetime
) -> list[Lane]:
    """Where there are few records to link to, each has a lane; otherwise those that are named most."""
    to = registry.get(field.to)  # type: ignore[attr-defined]
    ctx = by.context(at)
    listed = offers.of(to, by=by, ctx=ctx, limit=FEW)
    if listed:
        return [linked(int(number), title) for number, title in listed]
    ids = groups.frequent(kind, field.name, by=by, at=at, filter=filter, limit=FREQUENT)
    titles = read.titles({(to.key, number) for number in ids}, by=by)
    shown = [linked(number, title) for number in ids if (title := titles.get((to.key, number)))]
    return [*shown, Lane(key=OTHERS, label=_("Others"))]


def linked(number: int, title: str) -> Lane:
    return Lane(key=number, label=title, tone=cells.hue_of(number))


def named(field: Field, token: str, *, by: Actor) -> Lane | None:
    """Return the lane of one record of a link, whether or not it is among the frequent ones; None for what is none."""
    number, is_staged = whole(token), getattr(field, "pipeline", "") != ""
    if number is None or is_staged or not field.names_records:
        return None
    reference = (str(field.to), number)  # type: ignore[attr-defined]
    title = read.titles({reference}, by=by)[reference]
    return linked(number, title) if title else None


def only(field: Field, lane: Lane, lanes: Sequence[Lane] = ()) -> Node:
    """Return the condition of standing in one lane."""
    path = (field.name,)
    if lane.is_others:
        named_ = [other.raw for other in lanes if not other.is_others and not other.is_blank]
        filled = Condition(path, "not_empty")
        return AllOf((filled, Not(Condition(path, "in", named_)))) if named_ else filled
    if lane.is_blank:
        return Condition(path, "empty")
    return Condition(path, "is", lane.raw)
