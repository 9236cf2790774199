"""What a report may ask, and how it is answered."""

from __future__ import annotations

from typing import get_args

from odnos.analytics.reports import compiling, definition, paths, plan
from odnos.config.reference.markdown import code, table

KINDS = {
    "count": "how many records, or how many have a value at `path`",
    "sum": "the amounts or numbers added up",
    "average": "their sum by how many there are, as an exact decimal",
    "median": "the value in the middle, exact; of an even number, the middle of the two",
    "lower_quartile": "the value that a quarter of them are below, interpolated (Hyndman and Fan 1996, type 7)",
    "upper_quartile": "the value that a quarter of them are above, likewise",
    "min": "the smallest",
    "max": "the largest",
    "distinct": "how many different values, never approximate",
    "ratio": "the figure `of` divided by the figure `by`; nothing where that is 0",
}
SHOWN = {
    "value": "as it is",
    "share": "as a part of the total: 0.25 is a quarter",
    "running": "added up along the first dimension; counts and sums only",
    "change": "by how much of what was before it has grown: 0.1 is a tenth more",
}
GRAINS = {
    "hour": "hours of the clock, of moments only",
    "day": "days; so they are told apart if nothing else is said",
    "week": "weeks that begin as the organisation's country begins them",
    "month": "months",
    "quarter": "quarters",
    "year": "years",
    "weekday": "Monday to Sunday, whenever it was",
}


def page() -> str:
    return "\n\n".join([*asked(), *answered()])


def asked() -> list[str]:
    """What a definition says."""
    return [
        "# Reports",
        "One definition for the builder, for saved reports and dashboards, for addresses and for the API "
        "(`/api/v1/reports/run`):",
        "```json\n"
        '{"object": "deal",\n'
        ' "measures": [{"kind": "sum", "path": "amount"},\n'
        '              {"kind": "ratio", "of": {"where": "status.is:won"}, "by": {}}],\n'
        ' "rows": [{"path": "company.industry"}], "columns": [{"path": "closes_on", "grain": "quarter"}],\n'
        ' "where": "amount.gt:1000", "period": {"path": "closes_on", "span": "this_year"},\n'
        ' "top": {"number": 5, "other": true}, "compared": "before"}\n'
        "```",
        "A path is a field of the object or, through links, of another: `company.owner.team`, at most "
        f"{paths.FARTHEST} links. It may end with a part: `address.city`, `amount.currency`. "
        "Conditions are [filters](filters.md); each figure may have its own `where`.",
        "## Figures",
        table(("kind", "what it is"), rows(KINDS, definition.MeasureKind)),
        table(("shown", "how"), rows(SHOWN, definition.Shown)),
        "With `since`, a list of dates, the value is a time in days: from the first of them that a record has to the date at "
        '`path`, or up to now without one: `{"kind": "median", "since": ["started_on", "created_at"], "path": "closed_on"}`. '
        "Days are counted whole where one of the dates is a day, at the reader's clock; between moments they have parts.",
        "Amounts are in the organisation's currency at the rate of the day on which they count. Those without a rate are "
        "in no figure, and `unconverted` says how many they are. Percent are parts of one.",
        "## Groups",
        "`rows` go down, `columns` across, each of at most "
        f"{plan.MOST_DIMENSIONS} fields. Days and moments have a `grain`, at the reader's clock; numbers may have `bins`, "
        "the bounds between them. A field of many values (tags, links) puts a record into several groups, into each once; "
        "subtotals and totals count it once all the same.",
        table(("grain", "what it gathers"), rows(GRAINS, definition.Grain)),
        "`top` shows the largest groups of the first field; the rest is counted as one group of records, so that its "
        "median and its different values are right. `order` is a list of `row:0` (groups in their own order) or `measure:0`, "
        "with `-` before it the other way round; without one, time runs forward and the largest stands first.",
        "`period` is a span of days at a field: a word of the [periods](filters.md#periods), or `2026-01-01..2026-03-31`, both "
        "included. `compared` (`before`, `year_before`) asks the same of the days before it, or a year before: of a period that is "
        "not over, of as many of them as have begun, in months up to the same day of the month. Dates that are written before they "
        "come (`closes_on`, `due_on`) are compared over whole periods, and so is a date that an administrator added where a "
        "record has one ahead of today. `change` compares the last stretch of time that is not over with as much of the one before.",
        f"A chart is one of {code(name for name in get_args(definition.ChartKind))}. A gauge shows how far its figure is on "
        'the way to `target`, in the figure\'s own unit, percent as parts of one: `{"chart": "gauge", "target": "0.8"}`.',
    ]


def answered() -> list[str]:
    """What an answer says."""
    return [
        "## Answers",
        "Lines of figures, in the order of the groups; a subtotal stands behind what it is the total of, and has fewer "
        "groups. Of each line `figures[i][j]` is figure j at place i across; the last place across is the whole line. No "
        "stretch of time between the first and the last is left out. Totals are of all records, whatever is shown: where "
        f"lines are cut, `cut` says how many there are; a report of more than {compiling.MOST:,} groups is refused, unless "
        "it has a single field, of which the largest are shown then. "
        "`immature` names lines whose stretch of time is not over, `immature_across` such places across; customers kept by "
        "quarter wait for the next quarter too. `compared` says which days are compared with which, the last ones included. Each line has the filter that finds its records in their "
        "list; there is none where no filter says it (weekdays, parts of fields, amounts).",
        "## Rights",
        "Only records that the asker sees are counted, and nothing in the bin. A link leads to a record only if the asker "
        "sees it: a field behind any other link is empty, as filters have it, and the record itself stands with all such "
        "under “Hidden”, as in lists. A field that is hidden from the asker is no field: a report that names it is refused. Of "
        "a kept report what speaks of it is left out, and said to be; where its filter does, nothing of it is shown.",
    ]


def rows(known: dict[str, str], words: object) -> list[tuple[str, str]]:
    """Return the rows of a table; a word that is not explained is a defect of this page."""
    return [(f"`{name}`", known[name]) for name in get_args(words) if name]
