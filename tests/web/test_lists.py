"""Lists: what is shown, in which order, to whom, and how many questions that takes."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, kind, make_company, make_deal, make_pipeline


def titles(answer) -> list[str]:
    return re.findall(
        r'class="row-link"[^>]*>(?:<span class="avatar[^>]*>[^<]*</span>)?<span>([^<]*)</span>',
        answer.content.decode(),
    )


@pytest.mark.parametrize("key", [item.key for item in registry])
def test_every_object_of_the_registry_has_a_list(cast: Cast, key: str):
    answer = browser_of(cast.dora).get(f"/{kind(key).plural_key}", follow=True)

    assert answer.status_code == 200


def test_a_list_shows_the_filter_of_its_view_and_no_other_records(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, name="Open one")
    make_deal(cast.ada, stages, name="Won one", stage=stages["Won"])

    answer = browser_of(cast.ada).get("/deals?view=open")

    assert titles(answer) == ["Open one"]


def test_an_address_reproduces_filter_order_and_columns(cast: Cast):
    stages = make_pipeline()
    for name, amount in (("Small", "10 EUR"), ("Large", "900 EUR"), ("Middle", "100 EUR")):
        make_deal(cast.ada, stages, name=name, amount=amount)

    answer = browser_of(cast.ada).get("/deals?view=all&filter=amount.gte:50&sort=-amount&columns=name,amount")

    assert titles(answer) == ["Large", "Middle"]
    heads = re.findall(r'data-column="(\w+)"', answer.content.decode())
    assert heads == ["name", "amount"]
    assert 'aria-sort="descending"' in answer.content.decode()


def test_a_list_can_be_filtered_by_what_a_linked_record_is(cast: Cast):
    stages = make_pipeline()
    acme = make_company(cast.ada, name="Acme", industry="Retail")
    make_deal(cast.ada, stages, name="With Acme", company=acme.id)
    make_deal(cast.ada, stages, name="With nobody")

    answer = browser_of(cast.ada).get("/deals?view=all&filter=company.industry.is:Retail")

    assert titles(answer) == ["With Acme"]
    assert "Company › Industry" in answer.content.decode()


def test_nobody_sees_the_records_of_another_team(cast: Cast):
    make_company(cast.ada, name="Acme")

    answer = browser_of(cast.cleo).get("/companies")

    assert titles(answer) == []
    assert "Acme" not in answer.content.decode()


def test_pages_lead_on_and_back_to_the_same_rows(cast: Cast):
    companies = [{"name": f"Company {number:03}"} for number in range(60)]
    write.create_many(kind("company"), companies, by=cast.ada, at=NOON)
    client = browser_of(cast.ada)

    first = client.get("/companies?sort=name&size=25")
    onward = re.search(r'rel="next" href="([^"]*)"', first.content.decode())
    second = client.get(onward[1].replace("&amp;", "&"))
    back = re.search(r'rel="prev" href="([^"]*)"', second.content.decode())
    again = client.get(back[1].replace("&amp;", "&"))

    assert titles(first) == [f"Company {number:03}" for number in range(25)]
    assert titles(second) == [f"Company {number:03}" for number in range(25, 50)]
    assert "26–50 of 60" in second.content.decode()
    assert titles(again) == titles(first)


def test_the_quick_search_looks_into_every_searchable_field_but_never_matches_all_phones(cast: Cast):
    write.create(
        kind("contact"),
        {"name": "Ana", "email": "ana@lipa.example", "phone": "+38641234567"},
        by=cast.ada,
        at=NOON,
    )
    write.create(kind("contact"), {"name": "Ben", "phone": "+38641999888"}, by=cast.ada, at=NOON)
    client = browser_of(cast.ada)

    assert titles(client.get("/contacts?q=lipa")) == ["Ana"]
    assert titles(client.get("/contacts?q=999 888")) == ["Ben"]
    assert titles(client.get("/contacts?q=zzz")) == []


def test_an_empty_list_says_what_to_do_and_a_list_without_matches_how_to_get_back(cast: Cast):
    client = browser_of(cast.ada)

    empty = client.get("/leads").content.decode()
    make_company(cast.ada)
    unmatched = client.get("/companies?q=nothing").content.decode()

    assert "/imports?object=lead" in empty
    assert "Create the first one" in empty
    assert "Clear the filter" in unmatched


def test_htmx_gets_the_list_without_the_shell(cast: Cast):
    make_company(cast.ada)

    answer = browser_of(cast.ada).get("/companies", headers=htmx("listing")).content.decode()

    assert answer.lstrip().startswith("<x-select")
    assert 'class="sidebar' not in answer


def test_a_list_is_answered_with_at_most_twelve_queries(cast: Cast):
    stages = make_pipeline()
    acme = make_company(cast.ada)
    for number in range(30):
        make_deal(cast.ada, stages, name=f"Deal {number}", company=acme.id)
    client = browser_of(cast.ada)
    client.get("/deals?view=open")

    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(f"/deals?view=open&filter=status.is:open,stage.is:{stages['New']}")

    assert len(queries) <= 12, "\n".join(query["sql"][:100] for query in queries)


def test_a_filter_that_cannot_be_understood_is_answered_with_words(cast: Cast):
    answer = browser_of(cast.ada).get("/deals?view=all&filter=amount.sings:1")

    assert answer.status_code == 400
    assert "cannot be asked with" in answer.content.decode()


def test_the_filter_builder_offers_fields_choices_people_and_linked_fields(cast: Cast):
    make_pipeline()

    answer = browser_of(cast.ada).get("/deals/filter?view=open", headers=htmx()).content.decode()

    assert "company.industry" in answer
    assert "&#34;me&#34;" in answer or "&quot;me&quot;" in answer
    assert "this_month" in answer
    assert "Offer" in answer


def test_an_export_has_the_columns_and_the_records_of_the_list(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, name="=1+1", amount="12.50 EUR")
    make_deal(cast.ada, stages, name="Won one", stage=stages["Won"])

    answer = browser_of(cast.ada).get("/deals/export?view=open&columns=name,amount&format=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert answer["Content-Disposition"].endswith('.csv"')
    assert len(text.splitlines()) == 2
    assert "'=1+1" in text
    assert "Won one" not in text


def test_heads_and_pages_are_links_that_htmx_replaces_the_list_by(cast: Cast):
    make_company(cast.ada)

    page = browser_of(cast.ada).get("/companies").content.decode()

    assert re.search(r'class="sort" href="([^"]*)" id="sort-name" hx-get="\1" hx-target="#listing"', page)


def test_stages_of_the_same_name_are_told_apart_by_their_pipeline(cast: Cast):
    make_pipeline("Sales")
    make_pipeline("Renewals")

    answer = browser_of(cast.ada).get("/deals/filter?view=open", headers=htmx()).content.decode()

    assert "Offer · Renewals" in answer
    assert "Offer · Sales" in answer


def test_an_open_task_that_is_overdue_stands_out(cast: Cast):
    for name, day in (("Late", "2020-01-01"), ("Early", "2100-01-01")):
        write.create(kind("task"), {"name": name, "due_on": day}, by=cast.ada, at=NOON)

    page = browser_of(cast.ada).get("/tasks?view=mine").content.decode()

    assert page.count('class="late"') == 1
