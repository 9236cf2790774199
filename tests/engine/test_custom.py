"""Fields that an administrator adds are as good as those of the product, on every path."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from odnos.engine.custom import actions
from odnos.engine.custom.kinds import KINDS
from odnos.engine.filters import text
from odnos.engine.records import read, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.tables import definitions
from odnos.lib.money import Money
from odnos.objects.registry import registry
from tests.people import NOON

pytest_plugins = ("tests.engine.custom",)

COMPANY = registry.get("company")

# kind, settings, what is written, what is kept, a filter that finds it
ROUNDS = [
    ("text", {"mask": "SI00000000"}, "12345678", "SI12345678", "is:SI12345678"),
    ("long_text", {}, "two\nlines", "two\nlines", "contains:LINES"),
    ("number", {"places": 2}, "3.25", Decimal("3.25"), "gt:3"),
    ("money", {}, "1200.50 EUR", Money(Decimal("1200.50"), "EUR"), "gte:1200"),
    ("date", {}, "2026-12-31", dt.date(2026, 12, 31), "within:this_year"),
    ("moment", {}, "2026-01-02T10:00:00Z", dt.datetime(2026, 1, 2, 10, tzinfo=dt.UTC), "lt:2026-02-01"),
    ("boolean", {}, "yes", True, "is:true"),
    ("choice", {"options": ("Gold", "Silver")}, "Gold", "gold", "in:[gold]"),
    ("multi_choice", {"options": ("Gold", "Silver")}, "Gold, Silver", ("gold", "silver"), "is:silver"),
    ("tags", {}, "fair, warm", ("fair", "warm"), "is:Warm"),
    ("email", {}, "Ada@Odnos.example", "ada@odnos.example", "contains:odnos"),
    ("phone", {}, "040 123 456", "+38640123456", "contains:123456"),
    ("emails", {}, "A@x.example, b@x.example", ("a@x.example", "b@x.example"), "is:a@x.example"),
    ("phones", {}, "040 123 456; 01 234 56 78", ("+38640123456", "+38612345678"), "is:+38640123456"),
    ("url", {}, "odnos.example", "https://odnos.example", "contains:odnos"),
    ("address", {}, {"city": "Kranj"}, {"city": "Kranj"}, "contains:kranj"),
]


@pytest.mark.parametrize(("kind", "settings", "raw", "kept", "asked"), ROUNDS, ids=[r[0] for r in ROUNDS])
def test_a_value_of_each_kind_is_kept_found_changed_and_emptied(
    cast, add_field, kind, settings, raw, kept, asked
):
    name = add_field("company", kind, "Added", **settings)["code"]
    one = write.create(COMPANY, {"name": "One", name: raw}, by=cast.ada, at=NOON)
    other = write.create(COMPANY, {"name": "Other"}, by=cast.ada, at=NOON)

    def found(filter: str) -> list[int]:
        return [row.id for row in read.query(COMPANY, by=cast.ada, at=NOON, filter=text.parse(filter)).rows]

    assert read.get(COMPANY, one.id, by=cast.ada)[name] == kept
    assert found(f"{name}.{asked}") == [one.id]
    if "empty" in COMPANY.field(name).operators:
        assert found(f"{name}.empty:1") == [other.id]
        write.update(COMPANY, one.id, {name: ""}, version=one.version, by=cast.ada, at=NOON)
        assert found(f"{name}.not_empty:1") == []


SORTED = [item for item in ROUNDS if KINDS[item[0]].type("x").sortable]


@pytest.mark.parametrize(("kind", "settings", "raw", "kept", "asked"), SORTED, ids=[r[0] for r in SORTED])
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_in_the_order_of_an_added_field_hold_every_record_once(  # noqa: PLR0913
    cast, add_field, kind, settings, raw, kept, asked, sign
):
    name = add_field("company", kind, "Added", **settings)["code"]
    for number in range(3):
        write.create(COMPANY, {"name": f"With {number}", name: raw}, by=cast.ada, at=NOON)
        write.create(COMPANY, {"name": f"Without {number}"}, by=cast.ada, at=NOON)

    seen, after = [], None
    while True:
        page = read.query(COMPANY, by=cast.ada, at=NOON, sort=f"{sign}{name}", limit=2, after=after)
        seen += [row.title for row in page.rows]
        after = page.next
        if after is None:
            break

    assert sorted(seen) == sorted([f"With {n}" for n in range(3)] + [f"Without {n}" for n in range(3)])
    assert {title.split()[0] for title in seen[:3]} != {"With", "Without"}


def test_a_link_leads_on_to_the_fields_of_what_it_names(cast, add_field):
    bank = add_field("company", "link", "Bank", to="company")["code"]
    size = add_field("company", "number", "Branches")["code"]
    large = write.create(COMPANY, {"name": "Large", size: 9}, by=cast.ada, at=NOON)
    client = write.create(COMPANY, {"name": "Client", bank: large.id}, by=cast.ada, at=NOON)

    page = read.query(COMPANY, by=cast.ada, at=NOON, filter=text.parse(f"{bank}.{size}.gte:9"))

    assert [row.id for row in page.rows] == [client.id]


def test_one_value_is_changed_and_the_others_stay(cast, add_field):
    first, second = (add_field("company", "text", name)["code"] for name in ("First", "Second"))
    row = write.create(COMPANY, {"name": "One", first: "a", second: "b"}, by=cast.ada, at=NOON)

    row = write.update(COMPANY, row.id, {first: "c"}, version=row.version, by=cast.ada, at=NOON)

    assert (row[first], row[second]) == ("c", "b")


def test_a_mask_says_how_a_value_is_written(cast, add_field):
    name = add_field("company", "text", "Tax", mask="SI00000000", mask_hint="SI and eight digits")["code"]

    with pytest.raises(Invalid) as refusal:
        write.create(COMPANY, {"name": "One", name: "12"}, by=cast.ada, at=NOON)

    assert [str(reason) for reason in refusal.value.errors[name]] == ["Write it as SI and eight digits."]


def test_a_unique_value_is_taken_once(cast, add_field):
    name = add_field("company", "text", "Tax", is_unique=True)["code"]
    write.create(COMPANY, {"name": "One", name: "1"}, by=cast.ada, at=NOON)
    write.create(COMPANY, {"name": "Blank"}, by=cast.ada, at=NOON)
    write.create(COMPANY, {"name": "Also blank"}, by=cast.ada, at=NOON)

    with pytest.raises(Invalid) as refusal:
        write.create(COMPANY, {"name": "Two", name: "1"}, by=cast.cleo, at=NOON)

    assert list(refusal.value.errors) == [name]


def test_a_required_field_is_asked_of_new_records_and_of_old_ones_when_it_is_touched(cast, add_field):
    old = write.create(COMPANY, {"name": "Old"}, by=cast.ada, at=NOON)
    name = add_field("company", "text", "Tax", is_required=True)["code"]

    with pytest.raises(Invalid):
        write.create(COMPANY, {"name": "New"}, by=cast.ada, at=NOON)
    old = write.update(COMPANY, old.id, {"phone": "040 123 456"}, version=None, by=cast.ada, at=NOON)
    old = write.update(COMPANY, old.id, {name: "1"}, version=None, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        write.update(COMPANY, old.id, {name: ""}, version=None, by=cast.ada, at=NOON)


def test_a_new_record_begins_with_the_default(cast, add_field):
    name = add_field("company", "number", "Branches", default="1")["code"]

    assert write.create(COMPANY, {"name": "One"}, by=cast.ada, at=NOON)[name] == 1


@pytest.mark.parametrize(
    ("kind", "written", "begins"),
    [
        ("boolean", "yes", True),
        ("date", "today + 14", dt.date(2026, 3, 16)),
        ("date", "Today", dt.date(2026, 3, 2)),
        ("moment", "now", NOON),
        ("tags", "a, b", ("a", "b")),
        ("address", "Slovenska 1, Kranj", {"street": "Slovenska 1, Kranj"}),
        ("user", "me", "ada"),
    ],
)
def test_a_new_record_begins_with_what_is_said_of_its_maker_and_day(cast, add_field, kind, written, begins):
    name = add_field("company", kind, "Begins", default=written)["code"]

    row = write.create(COMPANY, {"name": "One"}, by=cast.ada, at=NOON)

    assert row[name] == (cast.ada.user_id if begins == "ada" else begins)


def test_a_number_to_begin_with_is_the_same_in_every_language(cast, add_field):
    russian = dataclasses.replace(cast.ada, locale="ru")
    number = add_field("company", "number", "Rate", places=3, default="1.250")
    money = add_field("company", "money", "Fee", default="1,250.50 USD")

    row = write.create(COMPANY, {"name": "One"}, by=russian, at=NOON)

    assert row[number["code"]] == Decimal("1.25")
    assert row[money["code"]] == Money(Decimal("1250.5"), "USD")


def test_an_option_that_went_is_no_beginning_and_hinders_nobody(cast, add_field):
    field = add_field("company", "choice", "Tier", options=("Gold", "Silver"), default="Gold")
    gold, silver = actions.options_of(field.id, by=cast.dora, at=NOON)
    left = [{"id": silver.id, "name": "Silver"}]

    with pytest.raises(Invalid) as refusal:
        actions.save(field.id, {"name": "Tier"}, left, version=None, by=cast.dora, at=NOON)
    write.delete(registry.get("custom_option"), [gold.id], by=cast.dora, at=NOON)  # as a program does it
    definitions.refresh()

    assert list(refusal.value.errors) == ["default"]
    assert write.create(COMPANY, {"name": "One"}, by=cast.ada, at=NOON)["tier"] is None


@pytest.fixture
def kept_gold(cast, add_field):
    """Return a field of which one record keeps an option that went, and that record."""
    field = add_field("company", "choice", "Tier", options=("Gold", "Silver"))
    row = write.create(COMPANY, {"name": "One", "tier": "gold"}, by=cast.ada, at=NOON)
    silver = actions.options_of(field.id, by=cast.dora, at=NOON)[1]
    save_options(cast, field, {"id": silver.id, "name": "Silver"})
    return field, row


def save_options(cast, field, *given):
    actions.save(field.id, {"name": "Tier"}, given, version=None, by=cast.dora, at=NOON)
    definitions.refresh()


def test_an_option_that_went_is_called_as_before_found_and_written_back(cast, kept_gold):
    _field, row = kept_gold
    tier, ctx = COMPANY.field("tier"), cast.ada.context(NOON)
    found = read.query(COMPANY, by=cast.ada, at=NOON, filter=text.parse("tier.is:gold")).rows

    assert [item.id for item in found] == [row.id]
    assert tier.text("gold", ctx) == "Gold"
    assert "gold" in tier.schema()["enum"]
    assert (
        write.update(COMPANY, row.id, {"tier": "gold"}, version=None, by=cast.ada, at=NOON)["tier"] == "gold"
    )
    assert 'value="gold"' in str(tier.widget("gold", ctx))
    assert 'value="gold"' not in str(tier.widget("silver", ctx))


def test_an_option_that_went_is_taken_by_its_name_from_nobody(cast, kept_gold):
    with pytest.raises(Invalid):
        write.create(COMPANY, {"name": "Two", "tier": "Gold"}, by=cast.ada, at=NOON)


def test_an_option_that_is_added_anew_is_the_one_that_it_was(cast, kept_gold):
    field, row = kept_gold

    save_options(cast, field, {"name": "gold", "tone": "good"}, {"name": "Silver"})

    assert COMPANY.field("tier").choices[0] == ("gold", "gold")
    assert read.get(COMPANY, row.id, by=cast.ada)["tier"] == "gold"


def test_an_archived_field_is_nowhere_and_comes_back_with_its_values(cast, add_field):
    field = add_field("company", "text", "Tax")
    name = field["code"]
    row = write.create(COMPANY, {"name": "One", name: "1"}, by=cast.ada, at=NOON)

    actions.archive(field.id, by=cast.dora, at=NOON)
    definitions.refresh()
    assert name not in COMPANY.by_name
    row = write.update(COMPANY, row.id, {"name": "Uno"}, version=row.version, by=cast.ada, at=NOON)

    actions.restore(field.id, by=cast.dora, at=NOON)
    definitions.refresh()
    assert read.get(COMPANY, row.id, by=cast.ada)[name] == "1"


def test_renaming_is_free_and_the_trail_undoes_a_value(cast, add_field):
    field = add_field("company", "text", "Tax")
    name = field["code"]
    row = write.create(COMPANY, {"name": "One", name: "1"}, by=cast.ada, at=NOON)
    actions.save(field.id, {"name": "Tax number"}, version=None, by=cast.dora, at=NOON)
    definitions.refresh()

    write.update(COMPANY, row.id, {name: "2"}, version=row.version, by=cast.ada, at=NOON)
    from odnos.engine.audit.models import Entry

    last = Entry.objects.filter(object_key="company", record_id=row.id).latest("pk")
    assert last.diff == {name: ["1", "2"]}
    undo.entry(last.pk, by=cast.ada, at=NOON)

    assert read.get(COMPANY, row.id, by=cast.ada)[name] == "1"
    assert str(COMPANY.field(name).label) == "Tax number"


def test_adding_a_field_with_its_options_is_undone_at_once(cast, add_field):
    from odnos.engine.audit.models import ChangeSet

    name = add_field("company", "choice", "Tier", options=("Gold", "Silver"))["code"]

    undo.change_set(ChangeSet.objects.latest("pk").pk, by=cast.dora, at=NOON)
    definitions.refresh()

    assert name not in COMPANY.by_name


def test_another_process_sees_a_field_with_its_next_question(cast, add_field):
    add_field("company", "text", "Tax")
    definitions.forget()
    assert "tax" not in COMPANY.by_name

    definitions.refresh()

    assert "tax" in COMPANY.by_name


@pytest.mark.parametrize("who", ["ada", "max", "ann"])
def test_only_administrators_add_fields(cast, who):
    from odnos.engine.access.rights import Denied

    with pytest.raises(Denied):
        actions.make({"object": "company", "kind": "text", "name": "Tax"}, by=getattr(cast, who), at=NOON)


@pytest.mark.parametrize(
    ("settings", "wrong"),
    [
        ({"object": "user"}, "object"),
        ({"kind": "telepathy"}, "kind"),
        ({"code": "Tax No"}, "code"),
        ({"code": "owner"}, "code"),
        ({"kind": "boolean", "is_unique": True}, "is_unique"),
        ({"kind": "number", "least": 5, "most": 1}, "most"),
        ({"kind": "number", "default": "many"}, "default"),
        ({"kind": "link", "to": "nobody"}, "to"),
    ],
)
def test_a_definition_that_cannot_be_is_refused_where_it_is_wrong(cast, add_field, settings, wrong):
    with pytest.raises(Invalid) as refusal:
        add_field(**{"object_key": "company", "kind": "text", "name": "Tax"} | renamed(settings))

    assert list(refusal.value.errors) == [wrong]


def renamed(settings):
    return {"object_key" if key == "object" else key: value for key, value in settings.items()}


def test_two_fields_of_one_name_have_different_codes(cast, add_field):
    assert [add_field("company", "text", "ИНН")["code"] for _time in range(2)] == ["inn", "inn_2"]
