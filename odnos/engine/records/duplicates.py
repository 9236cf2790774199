"""Is this record here already? By address, number and tax id exactly; by name also nearly.

Exact matches are looked for among all records, so that nobody enters a second one unknowingly; of those the asker may
not see, nothing is told but that there is one and by which field.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from odnos.engine import index
from odnos.engine.access.actor import Actor
from odnos.engine.access.fields import safe
from odnos.engine.index import words as vocabulary
from odnos.engine.index.entry import record_id_of, title_of
from odnos.engine.records import read
from odnos.engine.records.models import RecordValue
from odnos.engine.records.row import Row
from odnos.engine.records.rows import marked
from odnos.lib import text
from odnos.objects.context import Context
from odnos.objects.fields import Field, Invalid, MultiChoice
from odnos.objects.registry import ObjectType

NEAR = 90
MOST = 5
CANDIDATES = 60
LONGEST, MOST_WORDS, MOST_SLIPS = 200, 8, 4
"""How much of a name is looked at: letters, words, and words taken for misspelt. Each of these is a question to the index."""
FORMS = frozenset(
    [
        "ag",
        "ao",
        "bv",
        "co",
        "corp",
        "corporation",
        "doo",
        "dd",
        "gmbh",
        "inc",
        "kft",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oao",
        "oy",
        "plc",
        "sa",
        "sarl",
        "sas",
        "sl",
        "sp",
        "spa",
        "srl",
        "ооо",
        "оао",
        "зао",
        "пао",
        "ао",
        "ип",
        "тоо",
        "d",
        "o",
    ]
)
"""Words of a company's name that say its legal form and nothing of who it is."""


@dataclass(frozen=True, kw_only=True)
class Double:
    """A record that looks like the one asked about. `row` is None when the asker may not see it."""

    id: int
    row: Row | None
    fields: tuple[str, ...]
    certainty: int


def find(
    object_type: ObjectType,
    values: Mapping[str, Any],
    *,
    by: Actor,
    ctx: Context,
    apart_from: Iterable[int] = (),
) -> list[Double]:
    """Return at most five records that `values` (raw or parsed) may be about, the surest first."""
    object_type = safe(object_type, by=by)
    given = parsed(object_type, values, ctx)
    left_out = set(apart_from)
    exact: dict[int, list[str]] = defaultdict(list)
    for field in asked(object_type, given):
        for record_id in holders(object_type, field, given[field.name]):
            exact[record_id].append(field.name)
    near = alike(object_type, str(given.get(object_type.title) or ""))
    ids = [item for item in dict.fromkeys([*exact, *near]) if item not in left_out]
    rows = read.get_many(object_type, ids, by=by) if ids else {}
    doubles = [
        double(item, rows.get(item), exact.get(item, []), near.get(item, 0), object_type) for item in ids
    ]
    shown = [item for item in doubles if item.row is not None or (item.fields and item.certainty == 100)]
    return sorted(shown, key=lambda item: (-item.certainty, -len(item.fields), item.id))[:MOST]


def double(
    record_id: int, row: Row | None, exact: list[str], likeness: int, object_type: ObjectType
) -> Double:
    names = [*exact, *([object_type.title] if likeness and row is not None else [])]
    certainty = 100 if exact else likeness
    return Double(id=record_id, row=row, fields=tuple(names), certainty=certainty)


def parsed(object_type: ObjectType, values: Mapping[str, Any], ctx: Context) -> dict[str, Any]:
    """Return those of `values` that can be read; one that is still being typed is passed over."""
    found = {}
    for name, raw in values.items():
        field = object_type.by_name.get(name)
        if field is None:
            continue
        try:
            value = field.parse(raw, ctx)
        except Invalid:
            continue
        if not field.is_empty(value):
            found[name] = value
    return found


def asked(object_type: ObjectType, given: Mapping[str, Any]) -> list[Field]:
    """Return the fields, the name apart, by which a double is recognised; lists of addresses stand beside their first."""
    names = [name for name in object_type.duplicates if name != object_type.title]
    names += [also for name in names if (also := f"other_{name}s") in object_type.by_name]
    return [object_type.field(name) for name in names if name in given]


def holders(object_type: ObjectType, field: Field, value: Any) -> list[int]:
    """Return who holds a value, or one of several, in the field itself or in the list beside it."""
    single = (
        object_type.field(field.name.removeprefix("other_").removesuffix("s"))
        if isinstance(field, MultiChoice)
        else field
    )
    wanted = list(value)[:CANDIDATES] if isinstance(field, MultiChoice) else [value]
    everywhere = marked(object_type).filter(deleted_at__isnull=True)
    found = list(everywhere.filter(**{f"{single.column}__in": wanted}).values_list("pk", flat=True)[:MOST])
    beside = object_type.by_name.get(f"other_{single.name}s")
    if isinstance(beside, MultiChoice):
        folded = beside.side_values(wanted)
        held = RecordValue.objects.filter(object_key=object_type.key, field=beside.name, value__in=folded)
        ids = held.values_list("record_id", flat=True)[:MOST]
        found += everywhere.filter(pk__in=list(ids)).values_list("pk", flat=True)
    return found


def alike(object_type: ObjectType, name: str) -> dict[int, int]:
    """Return records whose name is the same or nearly so, with a likeness of at most 100."""
    core = core_of(name)
    if len(core) < 3 or object_type.title not in object_type.duplicates:
        return {}
    found = {}
    for entry in candidates(object_type, core):
        likeness = likeness_of(core, core_of(title_of(entry.text)))
        if likeness >= NEAR:
            found[record_id_of(entry.id)] = likeness
    return found


def core_of(name: str) -> str:
    """Return a folded name without signs and legal forms: «GTX-Pro d.o.o.» and «gtx pro» have the same."""
    folded = text.fold(name[:LONGEST])
    dotted = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", folded)
    kept = [word for word in text.words(dotted) if word not in FORMS]
    return " ".join(kept) or folded


def likeness_of(one: str, other: str) -> int:
    """Return how alike two names are: 100 for equal ones, whatever the order of their words and the spaces between."""
    if one.replace(" ", "") == other.replace(" ", ""):
        return 100
    return int(min(99, max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))))


def candidates(object_type: ObjectType, core: str) -> Sequence[index.Found]:
    """Return search entries that may be about the same: all the words, each word misspelt, the same beginning."""
    words = core.split()[:MOST_WORDS]
    scope = index.Scope(every=(object_type.key,))
    questions = [index.Asked(words=tuple(words)), index.Asked(start=core.replace(" ", "")[:5])]
    if " " in core:
        questions.append(index.Asked(start=core[:5].strip()))
    for place, word in enumerate(words[:MOST_SLIPS]):
        for other, _distance in vocabulary.near(word)[:3]:
            if other != word:
                questions.append(index.Asked(words=(*words[:place], other, *words[place + 1 :])))
    found = [index.find(asked, scope, each=CANDIDATES) for asked in dict.fromkeys(questions)]
    return [entry for entries in found for entry in entries]
