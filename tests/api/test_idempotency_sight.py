"""An answer that was kept is given again only to those who see the record still."""

from odnos.engine.records import write
from odnos.objects.registry import registry
from tests.people import NOON

KEY = {"Idempotency-Key": "one"}


def test_a_record_that_went_to_another_team_is_not_shown_again(api, cast):
    made = api("POST", "/companies", {"name": "Acme"}, **KEY).json()
    write.update(
        registry.get("company"), made["id"], {"owner": cast.cleo.user_id}, version=None, by=cast.dora, at=NOON
    )

    answer = api("POST", "/companies", {"name": "Acme"}, **KEY)

    assert answer.status_code == 404
    assert b"Acme" not in answer.content


def test_nor_after_a_change_or_an_action(api, cast):
    made = api("POST", "/companies", {"name": "Acme"}).json()
    address = f"/companies/{made['id']}"
    api("PATCH", address, {"name": "Lipa", "version": 1}, **KEY)
    write.update(
        registry.get("company"), made["id"], {"owner": cast.cleo.user_id}, version=None, by=cast.dora, at=NOON
    )

    assert api("PATCH", address, {"name": "Lipa", "version": 1}, **KEY).status_code == 404


def test_one_in_the_bin_is_shown_again(api):
    made = api("POST", "/companies", {"name": "Acme"}, **KEY).json()
    api("DELETE", f"/companies/{made['id']}")

    assert api("POST", "/companies", {"name": "Acme"}, **KEY).json() == made
