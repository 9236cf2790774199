"""What people keep for themselves is nobody else's: favourites, what they opened, how they like lists, tokens, views."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from odnos.domains.organisation import keys
from odnos.engine.access.actor import Narrow
from odnos.engine.access.models import Token
from odnos.engine.access.rights import Denied
from odnos.engine.views import favourites, preferences, saved, seen
from tests.people import NOON, Cast

ACME = ("company", 1)
BRIX = ("company", 2)


@pytest.mark.django_db
def test_a_favourite_is_kept_and_dropped_by_its_own_person_alone(cast: Cast):
    assert favourites.toggle(ACME, by=cast.ada, at=NOON)
    assert favourites.of(by=cast.cleo) == []
    assert not favourites.is_kept(ACME, by=cast.cleo)

    assert favourites.toggle(ACME, by=cast.cleo, at=NOON)
    assert favourites.is_kept(ACME, by=cast.ada)


@pytest.mark.django_db
def test_what_somebody_opened_is_neither_shown_to_others_nor_forgotten_for_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(seen, "MOST", 1)
    seen.remember(ACME, by=cast.ada, at=NOON)
    seen.remember(BRIX, by=cast.cleo, at=NOON + dt.timedelta(seconds=1))

    assert seen.lately(by=cast.ada) == [ACME]
    assert seen.lately(by=cast.cleo) == [BRIX]


@pytest.mark.django_db
def test_everybody_likes_their_lists_in_their_own_way(cast: Cast):
    preferences.keep("company", by=cast.ada, size=25, starred=["all"])

    assert preferences.of("company", by=cast.cleo).size == 50
    assert preferences.starred(by=cast.cleo) == {}
    assert preferences.starred(by=cast.ada) == {"company": ["all"]}


@pytest.mark.django_db
def test_a_token_is_seen_and_ended_by_its_person_and_administrators(cast: Cast):
    keys.make("Script", read_only=False, objects_only=(), by=cast.ada, at=NOON)
    [token] = keys.tokens_of(cast.ada)

    assert keys.tokens_of(cast.cleo) == []
    assert keys.tokens_of(cast.dora) == [token]
    with pytest.raises(Denied):
        keys.end(token.pk, by=cast.cleo, at=NOON)
    assert Token.objects.get(pk=token.pk).revoked_at is None
    narrow = dataclasses.replace(cast.ada, narrow=Narrow(read_only=True))
    with pytest.raises(Denied):
        keys.make("Child", read_only=False, objects_only=(), by=narrow, at=NOON)

    keys.end(token.pk, by=cast.ada, at=NOON)
    assert Token.objects.get(pk=token.pk).revoked_at == NOON


@pytest.mark.django_db
def test_a_private_view_is_there_for_its_owner_alone(cast: Cast):
    view = saved.create("company", "Mine", by=cast.ada)

    assert view in saved.visible(cast.ada)
    assert view not in saved.visible(cast.cleo)
    assert not saved.rules(view, by=cast.ben)
    assert not saved.may_change(view, by=cast.ben)
    assert saved.rules(view, by=cast.dora)
