import json

import pytest

from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import OrganisationDefault, User
from odnos.engine.access.rights import Denied
from odnos.engine.filters import text
from odnos.engine.transfer import export
from odnos.objects.registry import registry
from tests.transfer.bring import AT, bring


def exported(key, *, by, format="csv", **options):
    return b"".join(export.blocks(registry.get(key), format=format, by=by, at=AT, **options)).decode(
        "utf-8-sig"
    )


def test_csv_holds_the_asked_columns_in_their_parts(cast):
    bring("company", "name,city,revenue\nAcme,Kranj,1200\n=HYPERLINK(1),,\n", by=cast.dora)

    lines = exported("company", by=cast.dora, columns=["name", "address", "annual_revenue"]).splitlines()

    assert (
        lines[0]
        == "Odnos id,Name,Address: Street,Address: Postcode,Address: City,Address: Region,Address: Country,Annual revenue,Annual revenue: Currency"
    )
    assert [line.partition(",")[2] for line in lines[1:]] == [
        "Acme,,,Kranj,,,1200,EUR",
        "'=HYPERLINK(1),,,,,,,",
    ]


def test_json_keeps_values_whole(cast):
    bring("company", "name,city,revenue\nAcme,Kranj,1200\n", by=cast.dora)

    [row] = json.loads(
        exported("company", by=cast.dora, format="json", columns=["name", "address", "annual_revenue"])
    )

    assert {name: row[name] for name in ("name", "address", "annual_revenue")} == {
        "name": "Acme",
        "address": {"city": "Kranj"},
        "annual_revenue": {"amount": "1200", "currency": "EUR"},
    }


def test_a_filter_and_a_sort_are_kept_to(cast):
    bring("company", "name,industry\nA,retail\nB,finance\nC,retail\n", by=cast.dora)

    lines = exported(
        "company", by=cast.dora, columns=["name"], filter=text.parse("industry.is:retail"), sort="-name"
    ).splitlines()

    assert [line.partition(",")[2] for line in lines] == ["Name", "C", "A"]


def test_a_representative_exports_what_they_may_and_not_what_they_merely_see(cast):
    bring("company", "name\nOurs\n", by=cast.ben)
    bring("company", "name\nTheirs\n", by=cast.cleo)
    OrganisationDefault.objects.create(object_key="company", see="all")
    ada = actor_for(User.objects.get(pk=cast.ada.user_id))

    lines = exported("company", by=ada, columns=["name"]).splitlines()

    assert [line.partition(",")[2] for line in lines] == ["Name", "Ours"]


def test_a_link_to_what_one_may_not_see_is_exported_as_hidden(cast):
    bring("company", "name,external id\nSecret,s1\n", by=cast.cleo)
    bring("contact", "name,company,owner\nAnna,Secret,Ada\n", by=cast.dora)

    assert (
        exported("contact", by=cast.ada, columns=["name", "company"]).splitlines()[1].endswith(",Anna,Hidden")
    )


def test_a_token_without_the_object_exports_nothing(cast):
    import dataclasses

    from odnos.engine.access.actor import Narrow

    narrowed = dataclasses.replace(cast.dora, narrow=Narrow(objects=frozenset(("deal",))))

    with pytest.raises(Denied):
        exported("company", by=narrowed)
