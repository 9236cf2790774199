"""Whatever can be sorted by is found along an index, so that a page of a million records costs what one of ten does."""

import pytest

from odnos.objects.access import Everyone
from odnos.objects.registry import registry

LARGE = [item for item in registry if not isinstance(item.access, Everyone)]
IN_BOARDS_ONLY = {"deal": {"position"}}
SMALL = {"deal_line": {"name", "position", "created_at"}, "list": {"created_at"}}
SMALL |= {key: {"name", "editors", "created_at"} for key in ("report", "dashboard", "report_subscription")}
"""Kinds of which there are hundreds, not millions."""


@pytest.mark.parametrize("large", LARGE, ids=lambda item: item.key)
def test_every_sortable_field_leads_an_index(large):
    meta = large.model._meta
    indexed = {meta.get_field(index.fields[0]).attname for index in meta.indexes if index.fields}
    exempt = IN_BOARDS_ONLY.get(large.key, set()) | SMALL.get(large.key, set())

    fields = [field for field in large.all_fields if field.sortable and field.columns]

    assert [
        field.name for field in fields if field.sort_column not in indexed and field.name not in exempt
    ] == []
