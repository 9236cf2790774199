"""Boards of any object by any field: lanes of choices, links, yes and no; moved, refused, folded, capped."""

import json
import re

import pytest

from odnos.engine.custom import actions
from odnos.engine.records import groups, read, tallies, write
from odnos.engine.views import preferences
from tests.engine.custom import add_field  # noqa: F401 -- a fixture
from tests.people import NOON, Cast
from tests.web.sales import browser_of, cards_of, htmx, kind, make, make_company, make_deal, make_pipeline


def lanes_of(page: str) -> list[tuple[str, str]]:
    """Return the token and the count of each lane."""
    return re.findall(r'id="column-top-([^"]*)".*?class="count">([^<]*)<', page, re.DOTALL)


def board(by, address: str) -> str:
    answer = browser_of(by).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_companies_stand_on_a_board_by_a_choice_with_a_lane_for_none(cast: Cast):
    make_company(cast.ada, name="Shop", industry="retail", annual_revenue="100 EUR")
    make_company(cast.ada, name="Nothing said")

    page = board(cast.ada, "/companies/board?group=industry")

    counts = dict(lanes_of(page))
    assert counts["-none"] == "1"
    assert sum(int(number) for number in counts.values()) == 2
    assert cards_of(page, "-none") == ["Nothing said"]


def test_what_was_written_into_an_open_choice_has_a_lane_and_the_rest_stand_among_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    from odnos.web.pages.lists import lanes

    monkeypatch.setattr(lanes, "FREQUENT", 1)
    stages = make_pipeline()
    for source in ("Fair & more", "Fair & more", "Hall"):
        make_deal(cast.ada, stages, name=source, source=source)

    page = board(cast.ada, "/deals/board?group=source")

    token = "-x" + b"Fair & more".hex()
    assert dict(lanes_of(page))[token] == "2"
    assert dict(lanes_of(page))["-other"] == "1"
    assert cards_of(page, "-other") == ["Hall"]


def test_a_record_with_an_option_that_went_stands_among_the_others(cast: Cast, add_field):  # noqa: F811 -- the fixture
    field = add_field("company", "choice", "Tier", options=("Gold", "Silver"))
    make_company(cast.ada, name="Acme", tier="gold")
    assert "-other" not in dict(lanes_of(board(cast.ada, "/companies/board?group=tier")))
    gold = actions.options_of(field.id, by=cast.dora, at=NOON)[0]
    write.delete(kind("custom_option"), [gold.id], by=cast.dora, at=NOON)

    page = board(cast.ada, "/companies/board?group=tier")

    assert dict(lanes_of(page)) == {"-none": "0", "silver": "0", "-other": "1"}
    assert cards_of(page, "-other") == ["Acme"]


def test_a_card_moved_into_another_lane_has_that_value_and_an_undo(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages, owner=cast.ada.user_id)
    client = browser_of(cast.ada)
    given = {"stage": str(cast.ben.user_id), "version": 1, "before": "", "after": ""}

    answer = client.post(f"/deals/{deal.id}/move?view=board&group=owner", given, headers=htmx())

    moved = read.get(kind("deal"), deal.id, by=cast.ada)
    assert moved["owner"] == cast.ben.user_id
    assert f"/deals/{deal.id}/move/undo?version=2" in answer["HX-Trigger"]
    assert "“Lamps” is in “Ben” now." in json.loads(answer["HX-Trigger"])["toast"]["text"]
    client.post(f"/deals/{deal.id}/move/undo?version=2")
    assert read.get(kind("deal"), deal.id, by=cast.ada)["owner"] == cast.ada.user_id


def test_a_card_moved_into_the_lane_of_none_has_no_value(cast: Cast):
    company = make_company(cast.ada, industry="retail")
    client = browser_of(cast.ada)

    answer = client.post(
        f"/companies/{company.id}/move?view=all&group=industry",
        {"stage": "-none", "version": 1},
        headers=htmx(),
    )

    assert answer.status_code == 200
    assert read.get(kind("company"), company.id, by=cast.ada)["industry"] is None


def test_a_field_that_is_not_edited_by_hand_lets_no_card_go(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    client = browser_of(cast.ada)

    page = client.get("/deals/board?group=status&sort=-updated_at").content.decode()
    answer = client.post(
        f"/deals/{deal.id}/move?view=board&group=status&sort=-updated_at",
        {"stage": "won", "version": 1},
        headers=htmx(),
    )

    assert "data-move=" not in page
    assert answer.status_code == 422
    assert read.get(kind("deal"), deal.id, by=cast.ada).version == 1


def test_a_card_that_may_not_be_edited_does_not_move_though_it_is_seen(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages, name="Hers")
    make_deal(cast.cleo, stages, name="Another team's")

    page = board(cast.max, "/deals/board?group=owner")

    cards = re.findall(r'<li class="card"(.*?)class="card-title"[^>]*>([^<]*)<', page)
    assert {name: "data-move=" in head for head, name in cards} == {
        "Hers": True,
        "Another team&#39;s": False,
    }


def test_others_take_no_cards(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    from odnos.web.pages.lists import lanes

    monkeypatch.setattr(lanes, "FREQUENT", 0)
    deal = make_deal(cast.ada, make_pipeline())
    client = browser_of(cast.ada)

    answer = client.post(
        f"/deals/{deal.id}/move?view=board&group=company", {"stage": "-other", "version": 1}, headers=htmx()
    )

    assert answer.status_code == 422
    assert read.get(kind("deal"), deal.id, by=cast.ada).version == 1


def test_a_board_by_an_added_field_is_as_good_as_any(cast: Cast, add_field):  # noqa: F811
    add_field("company", "choice", "Tier", options=("Gold", "Silver"))
    field = next(item for item in kind("company").added)
    gold = field.choices[0][0]
    company = make_company(cast.ada, **{field.name: gold})
    make_company(cast.ada, name="Plain")
    client = browser_of(cast.ada)

    page = client.get(f"/companies/board?group={field.name}").content.decode()
    client.post(
        f"/companies/{company.id}/move?view=all&group={field.name}",
        {"stage": field.choices[1][0], "version": 1},
        headers=htmx(),
    )

    assert dict(lanes_of(page)) == {"-none": "1", gold: "1", field.choices[1][0]: "0"}
    assert read.get(kind("company"), company.id, by=cast.ada)[field.name] == field.choices[1][0]


def test_yes_and_no_are_two_lanes(cast: Cast):
    make("task", cast.ada, name="Open")
    done = make("task", cast.ada, name="Done")
    client = browser_of(cast.ada)

    client.post(
        f"/tasks/{done.id}/move?view=all&group=is_done", {"stage": "true", "version": 1}, headers=htmx()
    )

    page = client.get("/tasks/board?view=all&group=is_done").content.decode()
    assert lanes_of(page) == [("false", "1"), ("true", "1")]
    assert cards_of(page, "true") == ["Done"]


def test_a_lane_is_folded_for_whoever_folds_it(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages)
    client = browser_of(cast.ada)

    client.post("/deals/board/fold?view=board", {"lane": str(stages["Won"]), "folded": "1"}, headers=htmx())

    folded = f'class="column is-folded" data-stage="{stages["Won"]}"'
    assert folded in client.get("/deals/board").content.decode()
    assert folded not in board(cast.ben, "/deals/board")
    client.post("/deals/board/fold?view=board", {"lane": str(stages["Won"]), "folded": ""}, headers=htmx())
    assert preferences.of("deal", by=cast.ada).folded == {}


def test_of_many_records_lanes_say_that_there_are_more_and_add_nothing_up(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tallies, "CAP", 2)
    monkeypatch.setattr(groups, "FIRST", 2)
    for number in range(4):
        make_company(cast.ada, name=f"C{number}", industry="retail", annual_revenue="5 EUR")
    old = make_company(cast.ada, name="Old", industry="energy")
    write.update(kind("company"), old.id, {"phone": None}, version=1, by=cast.ada, at=NOON)

    page = board(cast.ada, "/companies/board?group=industry&sort=name")

    counts = dict(lanes_of(page))
    assert counts["retail"].endswith("+")
    assert "€5" not in page
    assert "Show all in a list" in page


@pytest.mark.parametrize("key", ["lead", "contact", "product", "task"])
def test_every_object_has_a_board_and_a_calendar(cast: Cast, key: str):
    object_type = kind(key)
    for mode in ("board", "calendar"):
        assert browser_of(cast.dora).get(f"/{object_type.plural_key}/{mode}").status_code == 200
