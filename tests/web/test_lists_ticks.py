"""Tasks ticked off in their list, and the way back."""

import json

from odnos.engine.records import read, write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, htmx, kind, make_company


def make_task(cast: Cast, **overrides: object):
    given = {"name": "Call", "about": make_company(cast.ada).reference}
    return write.create(kind("task"), given | overrides, by=cast.ada, at=NOON)


def test_a_task_is_ticked_in_its_list_and_the_toast_takes_it_back(cast: Cast):
    task, client = make_task(cast), browser_of(cast.ada)
    assert f'id="tick-{task.id}"' in client.get("/tasks?view=all").content.decode()

    answer = client.post(f"/tasks/{task.id}/complete?tick=row", headers=htmx())
    events = json.loads(answer["HX-Trigger"])

    assert 'class="tick is-on"' in answer.content.decode()
    assert (events["record-version"]["id"], events["record-version"]["version"]) == (task.id, 2)
    assert events["toast"]["text"] == "Done: Call."
    assert read.get(kind("task"), task.id, by=cast.ada)["is_done"] is True

    client.post(events["toast"]["undo"], headers=htmx())
    now = read.get(kind("task"), task.id, by=cast.ada)
    assert (now["is_done"], now["done_at"]) == (False, None)


def test_a_task_is_ticked_without_script_and_leads_back_to_the_list(cast: Cast):
    task = make_task(cast)

    answer = browser_of(cast.ada).post(f"/tasks/{task.id}/complete?tick=row", {"next": "/tasks?view=mine"})

    assert (answer.status_code, answer["Location"]) == (302, "/tasks?view=mine")
    assert read.get(kind("task"), task.id, by=cast.ada)["is_done"] is True


def test_who_may_not_change_a_task_is_offered_no_tick_that_works(cast: Cast):
    task, client = make_task(cast), browser_of(cast.ann)

    page = client.get("/tasks?view=all").content.decode()
    answer = client.post(f"/tasks/{task.id}/complete?tick=row", headers=htmx())

    assert " disabled" in page[page.index(f'id="tick-{task.id}"') :].split(">", 1)[0]
    assert answer.status_code == 403
    assert read.get(kind("task"), task.id, by=cast.ada).version == 1


def test_lists_of_other_things_have_no_ticks(cast: Cast):
    make_company(cast.ada)

    assert 'class="tick' not in browser_of(cast.ada).get("/companies").content.decode()
