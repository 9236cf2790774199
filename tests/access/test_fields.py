"""What an actor may know of an object, and what follows from a field that is hidden."""

from __future__ import annotations

import pytest

from odnos.engine.access.actor import system_actor
from odnos.engine.access.fields import safe
from odnos.engine.audit.models import Entry
from odnos.engine.filters import text
from odnos.engine.filters.tree import FilterError
from odnos.engine.records import duplicates, fitting, groups, mass, merge, read, timeline, undo, write
from odnos.engine.records.errors import Conflict, Invalid
from odnos.engine.search import finding
from odnos.engine.tables import definitions
from odnos.objects.registry import UnknownField, registry
from tests.access.keeping import keep_from
from tests.people import NOON, Cast
from tests.web.sales import make, make_deal, make_pipeline

pytest_plugins = ("tests.engine.custom",)


def company(cast: Cast, **values):
    return make("company", cast.ada, **{"name": "Acme", "employees": 4711, "tax_id": "SI99", **values})


@pytest.mark.django_db
def test_where_nothing_is_hidden_everybody_has_the_very_object(cast: Cast):
    kind = registry.get("company")
    assert all(safe(kind, by=by) is kind for by in (cast.ada, cast.max, cast.ann, cast.dora))

    keep_from(cast, ("company", "tax_id"))
    assert safe(kind, by=cast.max) is kind
    assert safe(kind, by=cast.dora) is kind
    assert safe(kind, by=system_actor("a test")) is kind
    assert safe(registry.get("deal"), by=cast.ada) is registry.get("deal")
    assert safe(kind, by=cast.ada) is safe(kind, by=cast.ben)
    assert safe(safe(kind, by=cast.ada), by=cast.dora) is kind


@pytest.mark.django_db
def test_a_row_knows_of_no_hidden_field(cast: Cast):
    keep_from(cast, ("company", "employees"))
    made = make("company", cast.ada, name="Acme")
    assert "employees" not in made.type.by_name

    row = read.get(registry.get("company"), made.id, by=cast.ada)
    with pytest.raises(UnknownField):
        row["employees"]
    assert "employees" not in row.columns


@pytest.mark.django_db
def test_what_rules_work_out_from_a_hidden_field_is_hidden_with_it(cast: Cast):
    keep_from(cast, ("deal_line", "discount"))

    assert "total" not in safe(registry.get("deal_line"), by=cast.ada).by_name
    assert "total" in safe(registry.get("deal_line"), by=cast.max).by_name


@pytest.mark.django_db
def test_formulas_and_roll_ups_of_a_hidden_field_are_hidden_also_across_links(cast: Cast, add_field):
    add_field("company", "formula", "Twice", formula="annual_revenue * 2")
    add_field("company", "formula", "Four times", formula="twice * 2")
    add_field("contact", "formula", "Theirs", formula="company.four_times")
    add_field("deal", "formula", "Harmless", formula="probability * 2")
    add_field("company", "rollup", "Sum", through="deal.company", measure="sum", measured="deal.amount")
    add_field(
        "company", "rollup", "Likely ones", through="deal.company", measure="count", only="probability.gte:50"
    )
    keep_from(cast, ("company", "annual_revenue"), ("deal", "probability"))

    known = safe(registry.get("company"), by=cast.ada).by_name
    assert not {"annual_revenue", "twice", "four_times", "likely_ones"} & known.keys()
    assert "sum" in known
    assert "theirs" not in safe(registry.get("contact"), by=cast.ada).by_name
    assert "harmless" not in safe(registry.get("deal"), by=cast.ada).by_name


@pytest.mark.django_db
def test_forbids_of_the_role_that_a_role_follows_are_its_own(cast: Cast):
    from odnos.domains.organisation.role_actions import rows
    from odnos.domains.organisation.role_objects import ROLE

    parent = next(row for row in rows(by=cast.dora, at=NOON) if row["code"] == "representative")
    write.create(ROLE, {"name": "Junior", "parent": parent.id}, by=cast.dora, at=NOON)
    definitions.refresh()
    keep_from(cast, ("company", "tax_id"))
    import dataclasses

    junior = dataclasses.replace(cast.ada, role="junior")
    assert "tax_id" not in safe(registry.get("company"), by=junior).by_name


@pytest.mark.django_db
def test_a_field_to_be_seen_only_is_refused_by_its_name_on_every_way_in(cast: Cast):
    made = company(cast)
    keep_from(cast, ("company", "employees"), may_see=True)
    kind = registry.get("company")

    assert read.get(kind, made.id, by=cast.ada)["employees"] == 4711
    for values in ({"employees": 1}, {"employees": 4711}):
        with pytest.raises(Invalid) as refusal:
            write.update(kind, made.id, values, version=None, by=cast.ada, at=NOON)
        assert list(refusal.value.errors) == ["employees"]
    with pytest.raises(Invalid) as refusal:
        write.create(kind, {"name": "Other", "employees": 1}, by=cast.ada, at=NOON)
    assert list(refusal.value.errors) == ["employees"]
    with pytest.raises(Invalid) as refusal:
        mass.begin(kind, "edit", {"employees": 1}, among=text.parse(""), by=cast.ada, at=NOON)
    assert list(refusal.value.errors) == ["employees"]
    assert read.get(kind, made.id, by=cast.dora)["employees"] == 4711


@pytest.mark.django_db
def test_nobody_is_asked_for_a_required_field_that_they_may_not_fill_in(cast: Cast, add_field):
    add_field("company", "text", "Rating", is_required=True)
    with pytest.raises(Invalid):
        company(cast)
    keep_from(cast, ("company", "rating"))

    assert company(cast).id


@pytest.mark.django_db
def test_a_search_finds_nothing_by_a_hidden_field(cast: Cast):
    made = company(cast, tax_id="Xq77zebra", domain="open.example")
    for word in ("Xq77zebra", "open.example"):
        assert [hit.record_id for hit in finding.find(word, by=cast.ada, at=NOON)] == [made.id]
    keep_from(cast, ("company", "tax_id"))

    assert finding.find("Xq77zebra", by=cast.ada, at=NOON) == []
    assert finding.find("xq77", by=cast.ada, at=NOON) == []
    assert [hit.record_id for hit in finding.find("open.example", by=cast.ada, at=NOON)] == [made.id]
    assert [hit.record_id for hit in finding.find("Xq77zebra", by=cast.max, at=NOON)] == [made.id]


@pytest.mark.django_db
def test_a_double_is_not_told_by_a_hidden_field(cast: Cast):
    company(cast, name="Something else", tax_id="SI12345678")
    kind, asked = registry.get("company"), {"name": "Neu", "tax_id": "SI12345678"}
    assert duplicates.find(kind, asked, by=cast.ada, ctx=cast.ada.context(NOON))
    keep_from(cast, ("company", "tax_id"))

    assert duplicates.find(kind, asked, by=cast.ada, ctx=cast.ada.context(NOON)) == []


@pytest.mark.django_db
def test_no_sum_of_a_hidden_amount_stands_over_a_board(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages, amount="777 EUR", probability=50)
    kind = registry.get("deal")

    def group():
        part = groups.Part(keys=[deal["stage"]])
        return groups.groups(kind, by=cast.ada, at=NOON, group_by="stage", parts=[part])[deal["stage"]]

    assert [str(total.amount) for total in group().total] == ["777"]
    keep_from(cast, ("deal", "amount"))
    assert (group().total, group().weighted, group().number) == ([], [], 1)


@pytest.mark.django_db
def test_the_story_leaves_out_what_happened_to_a_hidden_field(cast: Cast):
    made = company(cast)
    kind = registry.get("company")
    write.update(kind, made.id, {"employees": 5}, version=None, by=cast.ada, at=NOON)
    write.update(kind, made.id, {"employees": 6, "industry": "Steel"}, version=None, by=cast.ada, at=NOON)
    keep_from(cast, ("company", "employees"))

    row = read.get(kind, made.id, by=cast.ada)
    told = [item.entry.diff for item in timeline.of(row, by=cast.ada, show="changes").items if item.entry]
    assert [sorted(diff) for diff in told] == [["industry"], sorted(told[-1])]
    assert not any("employees" in diff for diff in told)
    everything = timeline.of(read.get(kind, made.id, by=cast.dora), by=cast.dora, show="changes").items
    assert len(everything) == 3


@pytest.mark.django_db
def test_a_long_story_of_hidden_changes_still_leads_to_what_lies_behind(cast: Cast):
    made = company(cast)
    kind = registry.get("company")
    for number in range(7):
        write.update(kind, made.id, {"employees": number}, version=None, by=cast.ada, at=NOON)
    keep_from(cast, ("company", "employees"))

    page = timeline.of(read.get(kind, made.id, by=cast.ada), by=cast.ada, show="changes", limit=2)
    assert [item.entry.action for item in page.items if item.entry] == ["created"]


@pytest.mark.django_db
def test_a_conflict_tells_nothing_of_a_hidden_field(cast: Cast):
    made = company(cast)
    kind = registry.get("company")
    keep_from(cast, ("company", "employees"))
    write.update(kind, made.id, {"employees": 9, "industry": "Steel"}, version=None, by=cast.dora, at=NOON)

    with pytest.raises(Conflict) as conflict:
        write.update(kind, made.id, {"industry": "Wood"}, version=1, by=cast.ada, at=NOON)
    assert conflict.value.fields == {"industry"}
    assert "employees" not in conflict.value.current.type.by_name
    assert [sorted(entry.diff) for entry in conflict.value.since] == [["industry"]]


@pytest.mark.django_db
def test_a_merge_keeps_hidden_values_and_takes_no_choice_of_them(cast: Cast):
    kind = registry.get("company")
    left = company(cast, employees=None, tax_id="L")
    right = company(cast, employees=12, tax_id="R")
    keep_from(cast, ("company", "employees"))
    keep_from(cast, ("company", "tax_id"), may_see=True)
    names = {choice.field.name for choice in merge.choices(*rows(kind, left, right, cast))}
    assert "employees" not in names

    with pytest.raises(Invalid) as refusal:
        merge.merge(kind, left.id, right.id, picks={"tax_id": "right"}, by=cast.ada, at=NOON)
    assert list(refusal.value.errors) == ["tax_id"]
    merge.merge(kind, left.id, right.id, picks={"employees": "left"}, by=cast.ada, at=NOON)
    kept = read.get(kind, left.id, by=cast.dora)
    assert (kept["employees"], kept["tax_id"]) == (12, "L")


def rows(kind, left, right, cast: Cast):
    return [read.get(kind, row.id, by=cast.ada) for row in (left, right)]


@pytest.mark.django_db
def test_an_undo_leaves_fields_that_may_not_be_edited_by_now(cast: Cast):
    made = company(cast)
    kind = registry.get("company")
    write.update(kind, made.id, {"employees": 5, "industry": "Steel"}, version=None, by=cast.ada, at=NOON)
    entry = Entry.objects.latest("pk")
    keep_from(cast, ("company", "employees"), may_see=True)

    done = undo.entry(entry.pk, by=cast.ada, at=NOON)
    row = read.get(kind, made.id, by=cast.dora)
    assert (row["employees"], row["industry"]) == (5, None)
    assert [why for _key, _id, why in done.kept] == ["A field that you may not change stays as it is."]


@pytest.mark.django_db
def test_an_undo_says_nothing_of_a_field_that_is_hidden_by_now(cast: Cast):
    made = company(cast)
    kind = registry.get("company")
    write.update(kind, made.id, {"employees": 5, "industry": "Steel"}, version=None, by=cast.ada, at=NOON)
    entry = Entry.objects.latest("pk")
    keep_from(cast, ("company", "employees"))

    done = undo.entry(entry.pk, by=cast.ada, at=NOON)
    row = read.get(kind, made.id, by=cast.dora)
    assert (row["employees"], row["industry"]) == (5, None)
    assert done.kept == []


@pytest.mark.django_db
def test_a_kept_filter_opens_without_what_may_not_be_asked(cast: Cast):
    kind = registry.get("contact")
    asked = text.parse("name.contains:a,company.employees.gt:5,any(company.tax_id.is:1,name.is:b)")
    assert fitting.fitted(asked, kind, by=cast.ada) == asked
    keep_from(cast, ("company", "employees"), ("company", "tax_id"))

    assert text.dump(fitting.fitted(asked, kind, by=cast.ada)) == "name.contains:a"
    assert fitting.fitted(asked, kind, by=cast.max) == asked
    with pytest.raises(FilterError):
        read.query(kind, by=cast.ada, at=NOON, filter=asked)


@pytest.mark.django_db
def test_a_converted_lead_brings_nothing_hidden_to_light(cast: Cast):
    from odnos.domains.deals.converting import convert_lead

    make_pipeline()
    lead = make("lead", cast.ada, name="Mia Kos", description="secret", job_title="Buyer", value="5 EUR")
    keep_from(cast, ("lead", "description"), ("lead", "value"), ("contact", "job_title"))

    deal = convert_lead(lead.id, deal="Lamps", by=cast.ada, at=NOON)
    shown = read.get(registry.get("deal"), deal.id, by=cast.dora)
    contact = read.get(registry.get("contact"), shown["contacts"][0].id, by=cast.dora)
    assert (shown["amount"], shown["description"]) == (None, None)
    assert (contact["description"], contact["job_title"]) == (None, None)
