"""Conditional rules are obeyed on every way in, and say why."""

import pytest

from odnos.engine.access.actor import system_actor
from odnos.engine.audit.models import Entry
from odnos.engine.custom.ruling.declared import FIELD_RULE
from odnos.engine.filters.tree import Condition
from odnos.engine.records import mass, read, ruled, undo, write
from odnos.engine.records.errors import Invalid
from odnos.engine.records.outcome import Change
from odnos.engine.tables import definitions
from odnos.objects.registry import registry
from tests.access.keeping import keep_from
from tests.engine.merging import make, stages
from tests.people import NOON

pytest_plugins = ("tests.engine.custom",)

DEAL, COMPANY = registry.get("deal"), registry.get("company")


@pytest.fixture
def add_rule(cast):
    """Return `add_rule("deal", "status.is:won", "required", "amount")`."""

    def add(key, condition, effect, *targets, **given):
        values = {"name": f"{effect} {targets}", "object": key, "condition": condition, "effect": effect}
        row = write.create(FIELD_RULE, {**values, "targets": targets, **given}, by=cast.dora, at=NOON)
        definitions.refresh()
        return row

    return add


def reasons(refusal):
    return {name: [str(reason) for reason in every] for name, every in refusal.value.errors.items()}


def test_what_is_required_is_asked_for_with_the_reason_when_the_condition_holds(cast, add_rule):
    add_rule("deal", "status.is:won", "required", "amount")
    talk, won, _lost = stages()
    deal = make("deal", cast.ada, name="Lamps", stage=talk.id)

    with pytest.raises(Invalid) as refusal:
        write.update(DEAL, deal.id, {"stage": won.id}, version=None, by=cast.ada, at=NOON)

    assert reasons(refusal) == {"amount": ["Required because: Status is Won."]}
    assert read.get(DEAL, deal.id, by=cast.ada)["status"] == "open"
    done = write.update(
        DEAL, deal.id, {"stage": won.id, "amount": "5 EUR"}, version=None, by=cast.ada, at=NOON
    )
    assert done["status"] == "won"
    with pytest.raises(Invalid):
        write.update(DEAL, deal.id, {"amount": ""}, version=None, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        write.create(DEAL, {"name": "Made won", "stage": won.id}, by=cast.ada, at=NOON)


def test_the_reason_names_no_field_that_the_writer_may_not_see(cast, add_rule):
    keep_from(cast, ("deal", "amount"), ("company", "industry"))
    add_rule("deal", "all(amount.gt:1000,source.is:Fair)", "required", "closes_on")
    add_rule("deal", "company.industry.is:retail", "required", "description")
    firm = make("company", cast.ada, name="Acme")
    write.update(COMPANY, firm.id, {"industry": "retail"}, version=None, by=cast.dora, at=NOON)
    talk, _won, _lost = stages()
    deal = make("deal", cast.dora, name="Lamps", stage=talk.id, amount="5000 EUR", owner=cast.ada.user_id)

    with pytest.raises(Invalid) as refusal:
        write.update(
            DEAL, deal.id, {"source": "Fair", "company": firm.id}, version=None, by=cast.ada, at=NOON
        )

    assert reasons(refusal) == {
        "closes_on": ["Required because: something that you may not see and Source is Fair."],
        "description": ["Required because: something that you may not see."],
    }


def test_old_records_stay_as_they_are_until_somebody_touches_what_the_rule_is_about(cast, add_rule):
    firm = make("company", cast.ada, name="Acme", industry="Retail")
    add_rule("company", 'industry.is:"Retail"', "required", "phone")

    write.update(COMPANY, firm.id, {"description": "Old"}, version=None, by=cast.ada, at=NOON)
    write.update(COMPANY, firm.id, {"industry": "Trade"}, version=None, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        write.update(COMPANY, firm.id, {"industry": "Retail"}, version=None, by=cast.ada, at=NOON)


def test_what_is_to_be_left_alone_is_judged_by_the_record_as_it_was(cast, add_rule):
    add_rule("company", "name.starts:Acme", "readonly", "phone", message="Acme's number is Acme's.")
    firm = make("company", cast.ada, name="Acme", phone="+38640123456")

    with pytest.raises(Invalid) as refusal:
        write.update(
            COMPANY, firm.id, {"name": "Other", "phone": "+38640999999"}, version=None, by=cast.ada, at=NOON
        )

    assert reasons(refusal) == {"phone": ["Acme's number is Acme's."]}
    same = {"name": "Acme again", "phone": "+38640123456"}
    assert write.update(COMPANY, firm.id, same, version=None, by=cast.ada, at=NOON)["name"] == "Acme again"
    write.update(COMPANY, firm.id, {"name": "Other"}, version=None, by=cast.ada, at=NOON)
    write.update(COMPANY, firm.id, {"phone": "+38640999999"}, version=None, by=cast.ada, at=NOON)


def test_the_system_is_not_hindered(cast, add_rule):
    add_rule("company", "name.not_empty:1", "readonly", "phone")
    add_rule("company", "name.not_empty:1", "required", "email")
    firm = make("company", system_actor("a test"), name="Acme")

    write.update(
        COMPANY, firm.id, {"phone": "+38640999999"}, version=None, by=system_actor("a test"), at=NOON
    )


def test_a_hidden_field_is_not_asked_for_and_its_value_is_kept(cast, add_field, add_rule):
    number = add_field("company", "text", "Tax number", is_required=True)["code"]
    add_rule("company", "employees.lt:2", "hidden", number)

    with pytest.raises(Invalid):
        write.create(COMPANY, {"name": "Large", "employees": 9}, by=cast.ada, at=NOON)
    write.create(COMPANY, {"name": "Small", "employees": 1}, by=cast.ada, at=NOON)
    kept = write.create(COMPANY, {"name": "Kept", "employees": 9, number: "SI1"}, by=cast.ada, at=NOON)
    small = write.update(COMPANY, kept.id, {"employees": 1}, version=None, by=cast.ada, at=NOON)
    assert small[number] == "SI1"


def test_linked_records_are_looked_at_whoever_sees_them(cast, add_rule):
    add_rule("contact", "company.name.contains:secret", "required", "phone")
    hidden = make("company", cast.cleo, name="Secret Lamps")
    contact = registry.get("contact")
    mia = make("contact", cast.ada, name="Mia")

    with pytest.raises(Invalid) as refusal:
        write.update(contact, mia.id, {"company": hidden.id}, version=None, by=cast.dora, at=NOON)

    assert list(refusal.value.errors) == ["phone"]


def test_bulk_mass_edit_and_import_alike_refuse_only_those_that_break_a_rule(cast, add_rule):
    add_rule("company", "employees.gt:100", "required", "phone")
    good = make("company", cast.ada, name="Good", phone="+38640123456")
    bad = make("company", cast.ada, name="Bad")

    changes = [Change(id=row.id, values={"employees": 200}) for row in (good, bad)]
    outcomes = write.update_many(COMPANY, changes, by=cast.ada, at=NOON)
    assert [sorted(outcome.errors) for outcome in outcomes] == [[], ["phone"]]
    made = write.create_many(COMPANY, [{"name": "A", "employees": 101}, {"name": "B"}], by=cast.ada, at=NOON)
    assert [sorted(outcome.errors) for outcome in made] == [["phone"], []]
    task = mass.begin(
        COMPANY, "edit", {"employees": "300"}, among=Condition(("owner",), "is", "me"), by=cast.ada, at=NOON
    )
    while mass.step(task.pk, by=cast.ada, at=NOON):
        pass
    progress = mass.progress(task.pk, by=cast.ada)
    assert (progress.changed, progress.refused) == (1, 2)
    assert "Employees more than 100" in progress.kept[0][1]


def test_an_undo_that_would_break_a_rule_says_which(cast, add_rule):
    firm = make("company", cast.ada, name="Acme", employees=200)
    write.update(COMPANY, firm.id, {"phone": "+38640123456"}, version=None, by=cast.ada, at=NOON)
    add_rule("company", "employees.gt:100", "required", "phone")
    entry = Entry.objects.filter(object_key="company", record_id=firm.id, action="updated").last()

    done = undo.entry(entry.pk, by=cast.ada, at=NOON)

    assert done.records == 0
    assert "Required because" in done.kept[0][2]
    assert read.get(COMPANY, firm.id, by=cast.ada)["phone"] == "+38640123456"


def test_rules_that_are_off_deleted_or_meaningless_hold_nobody_up(cast, add_field, add_rule):
    field = add_field("company", "text", "Grade")
    name = field["code"]
    off = add_rule("company", f"{name}.is:A", "required", "phone")
    write.update(FIELD_RULE, off.id, {"is_on": False}, version=None, by=cast.dora, at=NOON)
    add_rule("company", f"{name}.is:B", "required", "phone")
    definitions.refresh()
    write.create(COMPANY, {"name": "Free", name: "A"}, by=cast.ada, at=NOON)
    with pytest.raises(Invalid):
        write.create(COMPANY, {"name": "Bound", name: "B"}, by=cast.ada, at=NOON)

    from odnos.engine.custom import actions

    actions.archive(field.id, by=cast.dora, at=NOON)
    definitions.refresh()
    write.create(COMPANY, {"name": "Free again"}, by=cast.ada, at=NOON)
    assert len(ruled.rules_of(COMPANY)) == 1


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"condition": "nothing.is:1"}, "condition"),
        ({"condition": ""}, "condition"),
        ({"condition": "employees.gt:many"}, "condition"),
        ({"targets": ["nothing"]}, "targets"),
        ({"targets": ["created_at"]}, "targets"),
        ({"object": "custom_field"}, "object"),
        ({"effect": "hidden", "targets": ["name"]}, "targets"),
    ],
)
def test_a_rule_that_cannot_be_is_refused_at_the_field(cast, given, wrong):
    values = {
        "name": "R",
        "object": "company",
        "condition": "employees.gt:1",
        "effect": "required",
        "targets": ["phone"],
    }

    with pytest.raises(Invalid) as refusal:
        write.create(FIELD_RULE, values | given, by=cast.dora, at=NOON)

    assert list(refusal.value.errors) == [wrong]
