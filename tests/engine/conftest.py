"""Two companies that are one, with all that hangs on them."""

import pytest


@pytest.fixture
def pair(cast):
    """Two companies that are the same, with everything that can hang on one."""
    from odnos.engine.access.actor import system_actor
    from odnos.engine.records import shares, write
    from odnos.engine.views.models import Favourite
    from tests.engine.merging import COMPANY, DEAL, make, stages
    from tests.people import NOON

    talk, _won, _lost = stages()
    left = make("company", cast.ada, name="Acme", email="info@acme.example", tags="old")
    right = make(
        "company",
        cast.ada,
        name="ACME d.o.o.",
        website="https://acme.example",
        phone="+38640123456",
        tags="new, big",
        other_emails="sales@acme.example",
        external_id="A-7",
    )
    mate = make(
        "contact", cast.ada, name="Mia", company=right.id, companies=[{"id": right.id, "role": "owner"}]
    )
    deal = make(
        "deal",
        cast.ada,
        name="Lamps",
        company=right.id,
        stage=talk.id,
        pipeline=talk["pipeline"],
        amount="100 EUR",
        contacts=[{"id": mate.id, "role": "champion"}],
    )
    far = make("deal", cast.cleo, name="Far away", stage=talk.id, pipeline=talk["pipeline"])
    write.update(
        DEAL, far.id, {"company": right.id}, version=None, by=system_actor("another team's deal"), at=NOON
    )
    make("note", cast.ben, about=right.reference, body="Called")
    make("task", cast.ada, about=right.reference, name="Offer", due_on="2026-03-05")
    make("company", cast.ada, name="Branch", parent=right.id)
    shares.share(COMPANY, right.id, {"user": cast.cleo.user_id, "edit": True}, by=cast.ada, at=NOON)
    Favourite.objects.create(user_id=cast.ben.user_id, object_key="company", record_id=right.id, at=NOON)
    return cast, left, right, deal, far
