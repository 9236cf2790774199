import pytest

from odnos.engine.transfer import propose, targets
from odnos.engine.transfer.targets import UnknownTarget
from odnos.objects.registry import registry


def proposed(key, *header, **samples):
    found = propose.mapping_for(registry.get(key), header, samples)
    return {column: proposal.target for column, proposal in found.items()}


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("user", {"sales_agent": "name", "manager": "manager", "regional_office": "team"}),
        ("product", {"product": "name", "series": "series", "sales_price": "price"}),
        (
            "company",
            {
                "account": "name",
                "sector": "industry",
                "year_established": "founded",
                "revenue": "annual_revenue",
                "employees": "employees",
                "office_location": "address.country",
                "subsidiary_of": "parent",
            },
        ),
        (
            "deal",
            {
                "opportunity_id": "external_id",
                "sales_agent": "owner",
                "product": "lines.product",
                "account": "company",
                "deal_stage": "stage",
                "engage_date": "started_on",
                "close_date": "closed_on",
                "close_value": "amount",
            },
        ),
        (
            "deal",
            {
                "Сделка": "name",
                "Компания": "company",
                "Сумма": "amount",
                "Этап": "stage",
                "Ответственный": "owner",
            },
        ),
        (
            "contact",
            {
                "Ime in priimek": "name",
                "Podjetje": "company",
                "E-pošta": "email",
                "Telefon": "phone",
                "Kraj": "address.city",
            },
        ),
        (
            "contact",
            {
                "First Name": "first_name",
                "Last Name": "last_name",
                "Organization": "company",
                "E-mail Address": "email",
            },
        ),
        ("contact", {"Имя": "first_name", "Фамилия": "last_name", "Должность": "job_title"}),
        (
            "company",
            {
                "Odnos id": "id",
                "Name": "name",
                "Annual revenue: Currency": "annual_revenue.currency",
                "Address: City": "address.city",
            },
        ),
        (
            "lead",
            {"Full name": "name", "Company": "company_name", "Lead status": "status", "Budget": "value"},
        ),
    ],
)
def test_columns_are_proposed_by_name(key, columns):
    assert proposed(key, *columns) == columns


def test_a_typing_error_in_a_header_is_proposed_as_similar():
    found = propose.mapping_for(registry.get("company"), ["Emploees"], {})["Emploees"]

    assert (found.target, found.why) == ("employees", "similar")


def test_columns_are_proposed_by_what_stands_in_them():
    found = proposed(
        "contact",
        "a",
        "b",
        "c",
        a=["ada@example.com", "ben@example.com"],
        b=["+386 41 123 456", "041 222 333"],
        c=["x", "y"],
    )

    assert found == {"a": "email", "b": "phone"}


def test_values_speak_against_a_name_that_is_merely_similar():
    assert proposed("deal", "clsoe date", **{"clsoe date": ["soon", "later"]}) == {}
    assert proposed("deal", "clsoe date", **{"clsoe date": ["2026-03-01"]}) == {"clsoe date": "closed_on"}


def test_our_own_exports_are_recognised_in_every_language():
    from django.utils.translation import override

    for language in ("en", "ru", "sl"):
        with override(language):
            labels = {
                str(field.label): field.name
                for field in registry.get("deal").fields
                if not field.readonly and not field.parts
            }
        found = proposed("deal", *labels)
        assert {label: found.get(label) for label in labels} == labels


@pytest.mark.parametrize(
    "written",
    [
        "amount*1000000",
        "address.country",
        "company.email",
        "lines.product",
        "deal_line.quantity",
        "notes.body",
        "id",
    ],
)
def test_targets_are_parsed(written):
    key = "company" if "address" in written else "deal"

    assert targets.parse(registry.get(key), written).name == written.partition("*")[0]


@pytest.mark.parametrize(
    "written",
    ["", "nothing", "amount.nothing", "amount*x", "created_at", "lines.total", "company.email.x", "lines"],
)
def test_unknown_targets_are_refused(written):
    with pytest.raises(UnknownTarget):
        targets.parse(registry.get("deal"), written)


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("Revenue (millions)", "annual_revenue*1000000"),
        ("Выручка, тыс. руб.", "annual_revenue*1000"),
        ("Letni prihodki, tisoč EUR", "annual_revenue*1000"),
        ("Annual revenue, EUR", "annual_revenue"),
        ("Employees (thousands)", "employees*1000"),
    ],
)
def test_a_unit_in_the_header_is_a_factor(header, target):
    samples = {header: ["12,5", "3"]}

    found = propose.mapping_for(registry.get("company"), [header], samples)

    assert found[header].written == target


def test_a_column_without_values_goes_nowhere_by_its_content():
    assert propose.mapping_for(registry.get("contact"), ["Exported by us"], {"Exported by us": []}) == {}
