"""A small sales floor for tests of pages: pipelines, companies, deals; and somebody of the cast at the browser."""

import datetime as dt
import re
from html import unescape
from typing import Any

from django.test import Client

from odnos.engine.access.actor import Actor, actor_for, system_actor
from odnos.engine.records import read, write
from odnos.engine.records.row import Row
from odnos.objects.registry import ObjectType, registry
from tests.people import NOON, Person

STAGES = (("New", "open", 10), ("Offer", "open", 50), ("Won", "won", 100), ("Lost", "lost", 0))


def kind(key: str) -> ObjectType:
    return registry.get(key)


def make(key: str, by: Actor, **values: Any) -> Row:
    return write.create(kind(key), values, by=by, at=NOON)


def make_pipeline(name: str = "Sales") -> dict[str, int]:
    """Make a pipeline with the four stages of STAGES; return their ids by name, and its own under ""."""
    by = system_actor("tests")
    pipeline = write.create(kind("pipeline"), {"name": name}, by=by, at=NOON)
    made = {"": pipeline.id}
    for place, (label, how, probability) in enumerate(STAGES):
        values = {
            "name": label,
            "pipeline": pipeline.id,
            "kind": how,
            "probability": probability,
            "position": place,
            "rots_after_days": 7 if how == "open" else None,
        }
        made[label] = write.create(kind("stage"), values, by=by, at=NOON).id
    return made


def make_deal(by: Actor, stages: dict[str, int], **overrides: Any) -> Row:
    given = {"name": "Lamps", "pipeline": stages[""], "stage": stages["New"], "amount": "100 EUR"}
    return write.create(kind("deal"), given | overrides, by=by, at=NOON)


def make_company(by: Actor, **overrides: Any) -> Row:
    return write.create(kind("company"), {"name": "Acme"} | overrides, by=by, at=NOON)


def deal_of(deal: Row, by: Actor) -> Row:
    return read.get(kind("deal"), deal.id, by=by)


def actor_of(person: Person) -> Actor:
    """Return somebody of the cast as they are in a running installation."""
    from odnos.engine.access.models import User

    return actor_for(User.objects.get(email=person.email))


def browser_of(actor: Actor) -> Client:
    """Return a client that is signed in as `actor`, just now."""
    from odnos.engine.access.models import User

    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    confirm(client)
    return client


def confirm(client: Client) -> None:
    """Let the session of `client` have shown just now who sits before it."""
    session = client.session
    session["confirmed_at"] = dt.datetime.now(dt.UTC).isoformat()
    session.save()


def page(by: Actor, address: str, **options: Any) -> Any:
    """Return the answer to `by` opening `address`."""
    return browser_of(by).get(address, **options)


def listed(by: Actor, address: str) -> str:
    """Return what `by` reads at `address`."""
    answer = page(by, address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def htmx(target: str = "") -> dict[str, str]:
    return {"HX-Request": "true", **({"HX-Target": target} if target else {})}


def cards_of(page: str, stage: int) -> list[str]:
    column = page.split(f'id="cards-{stage}"')[1].split("</ol>")[0]
    return re.findall(r'class="card-title"[^>]*>([^<]*)<', column)
