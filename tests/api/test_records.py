"""Records through the API: listed, made, read, changed, deleted, restored."""

import datetime as dt

from tests.api.conftest import Api


def make(api: Api, plural: str = "companies", **values):
    answer = api("POST", f"/{plural}", {"name": "Acme", **values})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_create_answers_with_the_record_its_address_and_its_version(api, cast):
    answer = api(
        "POST",
        "/companies",
        {
            "name": "Žito Ёлка",
            "annual_revenue": {"amount": "1000.50", "currency": "USD"},
            "tags": ["b", "a"],
            "address": {"city": "Ljubljana"},
            "phone": "041 234 567",
        },
    )

    body = answer.json()
    assert answer.status_code == 201
    assert answer["Location"] == f"/api/v1/companies/{body['id']}"
    assert answer["ETag"] == '"1"'
    assert body["annual_revenue"] == {"amount": "1000.5", "currency": "USD"}
    assert (body["name"], body["tags"], body["address"]) == (
        "Žito Ёлка",
        ["b", "a"],
        {"city": "Ljubljana"},
    )
    assert (body["phone"], body["owner"], body["team"]) == (
        "+38641234567",
        cast.ada.user_id,
        cast.teams["North"],
    )
    assert api("GET", f"/companies/{body['id']}").json() == body


def test_a_number_is_money_in_the_companys_currency(api):
    assert make(api, annual_revenue=12.5)["annual_revenue"] == {"amount": "12.5", "currency": "EUR"}


def test_create_names_every_field_that_is_wrong(api):
    answer = api("POST", "/companies", {"nmae": "x", "email": "nobody", "employees": -1, "size": 5})

    problem = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert problem["title"] == "Unprocessable Entity"
    assert [item["field"] for item in problem["errors"]] == ["size"]
    answer = api("POST", "/companies", {"nmae": "x", "email": "nobody", "employees": -1})
    assert {item["field"]: item["reason"] for item in answer.json()["errors"]} == {
        "nmae": "There is no such field.",
        "email": "“nobody” is not an e-mail address.",
        "employees": "Use 0 or more.",
        "name": "Fill this in.",
    }
    assert api("GET", "/companies").json()["count"] == {"number": 0, "capped": False}


def test_read_only_fields_are_refused(api):
    answer = api("POST", "/companies", {"name": "Acme", "created_at": "2020-01-01T00:00:00Z"})

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "created_at", "reason": "This field cannot be changed by hand."}
    ]


def test_get_gives_the_fields_asked_for_and_the_titles_of_links(api):
    parent = make(api, name="Parent")
    child = make(api, name="Child", parent=parent["id"])

    answer = api("GET", f"/companies/{child['id']}?fields=name,parent&expand=titles")

    assert answer["ETag"] == '"1"'
    assert answer.json() == {
        "id": child["id"],
        "version": 1,
        "name": "Child",
        "parent": parent["id"],
        "titles": {f"company:{parent['id']}": "Parent"},
    }


def test_patch_changes_what_is_given_and_nothing_else(api):
    made = make(api, employees=5)

    answer = api("PATCH", f"/companies/{made['id']}", {"employees": 6}, **{"If-Match": '"1"'})

    assert answer.status_code == 200
    assert answer["ETag"] == '"2"'
    assert answer.json() == {
        **made,
        "employees": 6,
        "version": 2,
        "updated_at": answer.json()["updated_at"],
    }


def test_patch_takes_the_version_from_the_body_too(api):
    made = make(api)

    assert api("PATCH", f"/companies/{made['id']}", {"name": "B", "version": 1}).json()["version"] == 2


def test_patch_without_a_version_is_refused(api):
    made = make(api)

    assert api("PATCH", f"/companies/{made['id']}", {"name": "B"}).status_code == 428
    assert api("GET", f"/companies/{made['id']}").json() == made


def test_patch_of_any_version_says_so(api):
    made = make(api)

    assert api("PATCH", f"/companies/{made['id']}", {"name": "B"}, **{"If-Match": "*"}).status_code == 200


def test_a_stale_version_is_a_conflict_that_shows_the_record_and_what_changed(api):
    made = make(api)
    api("PATCH", f"/companies/{made['id']}", {"name": "Theirs", "version": 1})

    answer = api("PATCH", f"/companies/{made['id']}", {"name": "Mine", "version": 1})

    problem = answer.json()
    assert answer.status_code == 409
    assert problem["changed"] == ["name"]
    assert (problem["current"]["name"], problem["current"]["version"]) == ("Theirs", 2)
    assert answer["ETag"] == '"2"'
    assert api("GET", f"/companies/{made['id']}").json()["name"] == "Theirs"


def test_two_versions_that_disagree_are_refused(api):
    made = make(api)

    answer = api("PATCH", f"/companies/{made['id']}", {"name": "B", "version": 2}, **{"If-Match": '"1"'})

    assert answer.status_code == 400


def test_delete_puts_into_the_bin_and_restore_takes_out(api):
    made = make(api)
    address = f"/companies/{made['id']}"

    assert (api("DELETE", address).status_code, api("DELETE", address).status_code) == (204, 404)
    assert api("GET", address).status_code == 404
    assert api("GET", "/companies").json()["data"] == []
    assert [item["id"] for item in api("GET", "/companies?deleted=true").json()["data"]] == [made["id"]]

    answer = api("POST", f"{address}/restore")

    assert (answer.status_code, answer.json()["version"]) == (200, 3)
    assert api("POST", f"{address}/restore").status_code == 404
    assert api("GET", address).json()["name"] == "Acme"


def test_pages_follow_one_another_by_cursor(api):
    names = [make(api, name=f"Company {number}")["name"] for number in range(5)]
    found, cursor = [], ""
    while cursor is not None:
        page = api("GET", f"/companies?sort=name&limit=2&fields=name&cursor={cursor}").json()
        found += [item["name"] for item in page["data"]]
        cursor = page["next"]
        assert page["count"] == {"number": 5, "capped": False}

    assert found == names


def test_filters_are_text_or_json(api):
    for name, employees in (("Small", 5), ("Middle", 50), ("Large", 500)):
        make(api, name=name, employees=employees)
    as_json = (
        '{"all":[{"field":"employees","op":"gte","value":50},{"field":"name","op":"contains","value":"mid"}]}'
    )

    for written in ("employees.gte:50,name.contains:mid", as_json):
        page = api("GET", f"/companies?filter={written}").json()
        assert [item["name"] for item in page["data"]] == ["Middle"]


def test_a_filter_that_cannot_be_read_says_where(api):
    answer = api("GET", "/companies?filter=name.is:A,!")

    assert answer.status_code == 400
    assert answer.json()["position"] == 11
    assert answer.json()["errors"][0]["field"] == "filter"


def test_unknown_parameters_are_refused(api):
    answer = api("GET", "/companies?sortby=name")

    assert answer.status_code == 400
    assert answer.json()["errors"][0] == {
        "field": "sortby",
        "reason": "This address takes: filter, sort, fields, limit, cursor, expand, deleted.",
    }
    assert api("GET", "/companies?limit=5&limit=6").status_code == 400
    assert api("POST", "/companies?dry=1", {"name": "Acme"}).status_code == 400
    assert api("GET", "/companies").json()["data"] == []


def test_parameters_out_of_range_are_refused(api):
    for query in (
        "limit=0",
        "limit=501",
        "limit=x",
        "limit=٣",
        "sort=nothing",
        "sort=tags",
        "fields=nothing",
        "expand=all",
        "cursor=x",
        "deleted=maybe",
        "filter=id.in:[99999999999999999999999]",
        "cursor=WzEsOTk5OTk5OTk5OTk5OTk5OTk5OTk5LGZhbHNlXQ",
    ):
        answer = api("GET", f"/companies?{query}")
        assert answer.status_code == 400, query
        assert answer["Content-Type"] == "application/problem+json"


def test_what_is_not_there_is_not_found(api):
    for path in (
        "/nothing",
        "/companies/1",
        "/companies/0",
        "/companies/99999999999999999999",
        "/companies/x",
        "/companies/1/nothing",
        "",
        "/",
    ):
        answer = api("GET", path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path


def test_methods_that_an_address_does_not_take_are_named(api):
    answer = api("PUT", "/companies", {})

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert api("OPTIONS", "/companies/1")["Allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"
    assert api("OPTIONS", "/companies/1").status_code == 204


def test_head_is_get_without_its_body(api):
    made = make(api)
    full = api("GET", f"/companies/{made['id']}")

    answer = api("HEAD", f"/companies/{made['id']}")

    assert (answer.status_code, answer.content) == (200, b"")
    assert (answer["ETag"], answer["Content-Length"]) == (full["ETag"], full["Content-Length"])


def test_moments_are_utc_and_days_are_days(api):
    made = make(api, plural="contacts", birthday="1990-02-28")

    assert made["birthday"] == "1990-02-28"
    assert dt.datetime.fromisoformat(made["created_at"]).tzinfo == dt.UTC
    assert made["created_at"].endswith("Z")
