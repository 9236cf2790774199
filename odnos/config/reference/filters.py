"""The filter grammar."""

from __future__ import annotations

from odnos.config.reference.markdown import code, table
from odnos.engine.filters import text, tree
from odnos.lib.dates import periods

OPERATORS = {
    "is": "has this value; `me` is the person who asks, in links to users; `mine` their team, in links to teams",
    "is_not": "has another value, or none",
    "in": "has one of these values",
    "not_in": "has none of these values",
    "contains": "has these letters somewhere, however they are accented or written",
    "starts": "begins with these letters",
    "empty": "has no value",
    "not_empty": "has a value",
    "gt": "is greater or later",
    "gte": "is as great or greater, or as late or later",
    "lt": "is less or earlier",
    "lte": "is as little or less, or as early or earlier",
    "between": "lies between two values, both included; `[1,5]`",
    "within": "lies within a named period",
}


def page() -> str:
    named = sorted(name for name in periods._NAMED)
    return "\n\n".join(
        [
            "# Filters",
            "One grammar for lists, boards, saved views, exports and the API. As text, in addresses:",
            "```\n"
            'amount.gte:1000,any(owner.is:me,stage.in:[1,2]),company.industry.is:"Retail",closes_on.within:this_month\n'
            "```",
            "`field.operator:value`. A comma means and; `all(…)`, `any(…)` and `not(…)` nest, at most "
            f"{tree.DEEPEST} deep, with at most {tree.MOST} conditions in a group and {text.LONGEST:,} characters in "
            "all. A value is bare up to the next `,` `)` or `]`, or a JSON string; a list stands in square brackets. A "
            "dot goes through a link, to a field of the record it names, as far as the reader may see that record.",
            'As JSON: `{"all": [{"field": "amount", "op": "gte", "value": 1000}, {"not": {"any": […]}}]}`.',
            "## Operators",
            table(("operator", "meaning"), [(f"`{name}`", meaning) for name, meaning in OPERATORS.items()]),
            "Which of them a field takes stands with its [kind](fields.md). `id.is:5` and `id.in:[5,6]` name records, "
            "`id.segment:…` those of a segment that somebody kept.",
            "## Periods",
            f"{code(named)}, and `last_` or `next_` with a number and `days`, `weeks`, `months`, `quarters` or `years`: "
            "`last_7_days`, `next_2_quarters`.",
        ]
    )
