"""Many records by one call."""


def test_each_item_is_answered_and_the_good_ones_are_done(api):
    made = [api("POST", "/companies", {"name": name}).json()["id"] for name in ("A", "B", "C")]

    answer = api(
        "POST",
        "/companies/bulk",
        {
            "create": [{"name": "D"}, {"employees": 5}, {"name": 7}],
            "update": [
                {"id": made[0], "name": "A2", "version": 1},
                {"id": made[1], "name": "B2", "version": 9},
                {"id": 999, "name": "X"},
            ],
            "delete": [made[2], 1000],
        },
    )

    body = answer.json()
    assert answer.status_code == 200
    assert [item["status"] for item in body["create"]] == [201, 422, 422]
    assert body["create"][1]["errors"] == [{"field": "name", "reason": "Fill this in."}]
    assert [item["status"] for item in body["update"]] == [200, 409, 422]
    assert body["update"][1] == {"status": 409, "id": made[1], "version": 1, "changed": []}
    assert [item["status"] for item in body["delete"]] == [204, 422]
    names = [item["name"] for item in api("GET", "/companies?sort=name").json()["data"]]
    assert names == ["A2", "B", "D"]


def test_a_bulk_call_is_one_change_set_that_can_be_undone(api, cast):
    import datetime as dt

    from odnos.engine.audit.models import ChangeSet
    from odnos.engine.records import undo

    made = api("POST", "/companies", {"name": "A"}).json()["id"]
    body = {"create": [{"name": "B"}], "update": [{"id": made, "name": "A2"}]}
    done = api("POST", "/companies/bulk", body).json()

    kept = ChangeSet.objects.get(pk=done["change_set"])
    assert (kept.kind, kept.actor_id, kept.entries) == ("bulk", cast.ada.user_id, 2)

    undo.change_set(kept.pk, by=cast.ada, at=dt.datetime.now(dt.UTC))
    assert [item["name"] for item in api("GET", "/companies").json()["data"]] == ["A"]


def test_a_single_bad_item_is_an_outcome_too(api):
    for part, item in (("update", {"id": 5, "name": "x"}), ("delete", 5)):
        body = api("POST", "/companies/bulk", {part: [item]}).json()
        assert body[part] == [
            {
                "status": 422,
                "errors": [{"field": "", "reason": "There is no such record, or you may not see it."}],
            }
        ]


def test_a_bulk_call_that_makes_no_sense_is_refused_whole(api):
    for body in (
        {},
        {"create": {}},
        {"creat": []},
        {"create": [1]},
        {"update": [{}]},
        {"update": [{"id": "1"}]},
        {"update": [{"id": 1, "version": "1"}]},
        {"delete": ["1"]},
        {"delete": [1, 1]},
        {"update": [{"id": 1}], "delete": [1]},
        {"delete": list(range(1, 1002))},
    ):
        assert api("POST", "/companies/bulk", body).status_code == 422, body


def test_whoever_may_not_is_denied_before_anything_is_done(api):
    answer = api("POST", "/products/bulk", {"create": [{"name": "Lamp"}]})

    assert answer.status_code == 403
    assert api("GET", "/products").json()["count"]["number"] == 0
