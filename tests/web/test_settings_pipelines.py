"""Settings: pipelines and their stages, with the deals that stand in them."""

import pytest

from odnos.domains.deals import stages as domain
from odnos.engine.access.rights import Denied
from odnos.engine.audit.models import ChangeSet
from odnos.engine.records import read, write
from tests.people import NOON, Cast
from tests.web.sales import browser_of, kind, make_deal, make_pipeline


def form_of(stages: dict[str, int], order: list[str], **changed: str) -> dict[str, object]:
    given: dict[str, object] = {"name": "Sales", "stage": [str(stages[name]) for name in order]}
    kinds = {"Won": "won", "Lost": "lost"}
    for name in order:
        number = stages[name]
        given |= {
            f"name-{number}": name,
            f"kind-{number}": kinds.get(name, "open"),
            f"probability-{number}": "20",
            f"rots_after_days-{number}": "",
        }
    return given | changed


def test_stages_are_reordered_renamed_and_added_in_one_go(cast: Cast):
    stages = make_pipeline()
    given = form_of(stages, ["Offer", "New", "Won", "Lost"])
    given["stage"] = [str(stages["Offer"]), "new", *[str(stages[name]) for name in ("New", "Won", "Lost")]]
    given |= {
        f"name-{stages['New']}": "First call",
        "name-new": "Visit",
        "kind-new": "open",
        "probability-new": "30",
        "rots_after_days-new": "5",
    }

    answer = browser_of(cast.dora).post(f"/settings/pipelines/{stages['']}", given)

    assert answer.status_code == 302
    names = read.get_many(kind("stage"), domain.stages_of(stages[""]), by=cast.dora)
    assert [names[number].title for number in domain.stages_of(stages[""])] == [
        "Offer",
        "Visit",
        "First call",
        "Won",
        "Lost",
    ]
    assert names[stages["Won"]]["probability"] == 100


def test_the_kind_of_a_stage_stays_while_deals_stand_in_it(cast: Cast):
    stages = make_pipeline()
    make_deal(cast.ada, stages)

    given = form_of(stages, ["New", "Offer", "Won", "Lost"]) | {f"kind-{stages['New']}": "won"}
    answer = browser_of(cast.dora).post(f"/settings/pipelines/{stages['']}", given)

    assert answer.status_code == 422
    assert read.get(kind("stage"), stages["New"], by=cast.dora)["kind"] == "open"


def test_a_stage_is_deleted_with_its_deals_moved_and_that_can_be_undone(cast: Cast):
    stages = make_pipeline()
    deal = make_deal(cast.ada, stages)
    client, address = browser_of(cast.dora), f"/settings/stages/{stages['New']}/deletion"

    assert client.post(address).status_code == 422
    assert client.post(address, {"move_to": str(stages["Offer"])}).status_code == 302

    assert read.get(kind("deal"), deal.id, by=cast.ada)["stage"] == stages["Offer"]
    assert domain.stages_of(stages[""]) == [stages[name] for name in ("Offer", "Won", "Lost")]
    assert ChangeSet.objects.get(kind="stage").entries == 2


def test_a_pipeline_keeps_a_stage_of_each_kind(cast: Cast):
    stages = make_pipeline()

    answer = browser_of(cast.dora).post(f"/settings/stages/{stages['Won']}/deletion")

    assert answer.status_code == 422
    assert stages["Won"] in domain.stages_of(stages[""])


@pytest.mark.parametrize("key, name", [("stage", "New"), ("pipeline", "")])
def test_what_deals_stand_in_cannot_be_deleted_by_another_door(cast: Cast, key: str, name: str):
    stages = make_pipeline()
    make_deal(cast.ada, stages)

    with pytest.raises(Denied):
        write.delete_one(kind(key), stages[name], by=cast.dora, at=NOON)
    [outcome] = write.delete(kind(key), [stages[name]], by=cast.dora, at=NOON)

    assert str(outcome.errors[""][0]).startswith("Deals stand in this")
    assert read.get(kind(key), stages[name], by=cast.dora).id == stages[name]
