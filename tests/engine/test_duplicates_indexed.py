"""Every sign by which a double is recognised is looked up in an index, however many records there are."""

import pytest

from odnos.objects.registry import registry

SIGNS = [(item.key, name) for item in registry for name in item.duplicates]


@pytest.mark.parametrize(("key", "name"), SIGNS)
def test_a_sign_of_doubles_leads_an_index(key, name):
    object_type = registry.get(key)
    meta = object_type.model._meta
    leading = [item.fields[0] for item in (*meta.indexes, *meta.constraints) if getattr(item, "fields", ())]

    assert object_type.field(name).column in leading
