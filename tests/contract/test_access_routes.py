"""Every address × everybody, against the records of Ada's team. Cleo, of another team, reaches nothing of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from odnos.engine.access import tokens
from odnos.engine.access.actor import actor_for
from odnos.engine.access.models import User
from odnos.engine.records import write
from odnos.objects.access import Everyone
from odnos.objects.registry import ObjectType, registry
from tests.contract.routes import ROUTES
from tests.contract.world import World
from tests.people import NOON

CANARY = "Qvxzcanary"
METHODS = {"api": ("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE"), "web": ("GET", "POST", "DELETE")}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
THEIRS = {"django_session", "access_tries", "access_signin", "access_token"}
"""Tables in which a refused request may leave a trace: who knocked, and when."""
PREFERENCES = {"views_savedview", "views_listpreference", "views_favourite", "views_seen"}
KINDS = ("company", "deal", "deal_line", "note", "product")
"""One object of each way to guard: with an owner, with a board, a part of one, about any, for everybody."""


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """Yield every address, as it is written in the modules of addresses."""
    for item in (resolver or get_resolver()).url_patterns:
        written = prefix + str(item.pattern)
        if isinstance(item, URLPattern):
            yield written
        else:
            yield from patterns(item, written)


def test_every_address_has_a_row_in_the_matrix():
    served = {pattern for pattern in patterns() if not pattern.startswith("static/")}

    assert served - set(ROUTES) == set(), "give these a row in tests/contract/routes.py"
    assert set(ROUTES) - served == set(), "these addresses are gone; take their rows out"


@dataclass
class Scene:
    """Ada's records, one of each object, with the canary in every text; her import and her view."""

    world: World
    ids: dict[str, int] = field(default_factory=dict)
    run_id: int = 0
    gone_id: int = 0
    change_set_id: int = 0
    entry_id: int = 0
    view_id: int = 0

    def fill(self, pattern: str, object_type: ObjectType) -> str | None:
        """Return the address with Ada's things in it; None if it makes no sense for the object."""
        record_id = self.ids[object_type.key]
        given = {
            "kind": object_type.plural_key,
            "plural": object_type.plural_key,
            "record_id": record_id,
            "run_id": self.run_id,
            "view_id": self.view_id,
            "name": "offer.pdf" if "sha256" in pattern else object_type.title,
            "other": self.world.other(object_type),
            "sha256": "a" * 64,
            "key": self.ids["stage"],
            "part": "deal_line",
            "verb": "win" if object_type.key == "deal" else "convert",
            "change_set": self.change_set_id,
            "change_set_id": self.change_set_id,
            "entry_id": self.entry_id,
            "number": self.number(pattern),
        }
        unknown = set(PARAMETER.findall(pattern)) - set(given)
        assert not unknown, f"say in Scene.fill how to fill {unknown} of {pattern}"
        return "/" + PARAMETER.sub(lambda found: str(given[found[1]]), pattern)

    def number(self, pattern: str) -> int:
        """Return the id of what a page of the settings is about."""
        places = {"users": "user", "teams": "team", "pipelines": "pipeline", "stages": "stage"}
        return next((self.ids[key] for word, key in places.items() if f"/{word}/" in pattern), 1)

    def body(self, row: Any, object_type: ObjectType) -> dict[str, Any]:
        written = json.dumps(row[1] if len(row) > 1 else {})
        words = {
            '"$id"': str(self.ids[object_type.key]),
            "$id": str(self.ids[object_type.key]),
            "$stage": str(self.ids["stage"]),
            "$product": str(self.ids["product"]),
            "$contact": str(self.ids["contact"]),
            "$gone": str(self.gone_id),
            "$cleo": str(self.world.cast.cleo.user_id),
            "$name": object_type.title,
        }
        for word, value in words.items():
            written = written.replace(word, value)
        found = json.loads(written)
        return found if isinstance(found, dict) else {}


class Others(World):
    """A world in which every object has a second record too; what everybody sees is without the canary."""

    def create(self, object_type: ObjectType, **more: Any) -> Any:
        self.word = "Public" if isinstance(object_type.access, Everyone) else CANARY
        return super().create(object_type, **more)

    def values(self, object_type: ObjectType, **more: Any) -> dict[str, Any]:
        found = super().values(
            object_type, **more
        )  # it may make linked records on the way, with words of their own
        self.word = "Public" if isinstance(object_type.access, Everyone) else CANARY
        return {name: self.value(object_type, object_type.field(name)) for name in found}

    def other(self, object_type: ObjectType) -> int:
        key = f"other {object_type.key}"
        if key not in self.made:
            self.made[key] = self.create(object_type).id
        return self.made[key]


@pytest.fixture
def scene(cast) -> Scene:
    from odnos.engine.transfer import imports
    from odnos.engine.views.models import SavedView

    world = Others(cast, word=CANARY)
    scene = Scene(world)
    for object_type in registry:
        scene.ids[object_type.key] = world.one(object_type.key)
        if object_type.key in ("user", "team"):
            continue
        world.other(object_type)
    from odnos.engine.audit.models import Entry
    from odnos.engine.records import batch

    change = batch.Batch(update=[write.Change(id=scene.ids["company"], values={"founded": 1999})])
    scene.change_set_id = (
        batch.apply(registry.get("company"), change, by=cast.ada, at=NOON, label=CANARY).change_set or 0
    )
    scene.entry_id = Entry.objects.filter(object_key="company", action="updated").latest("pk").pk
    gone = world.create(registry.get("company"))
    scene.gone_id = gone.id
    write.delete(registry.get("company"), [gone.id], by=cast.ada, at=NOON)
    file = f"Name,Tags\n{CANARY} GmbH,a\n".encode()
    scene.run_id = imports.upload(registry.get("company"), f"{CANARY}.csv", [file], by=cast.ada, at=NOON).pk
    view = SavedView(
        object_key="company",
        name=f"{CANARY} view",
        user_id=cast.ada.user_id,
        filter=f"name.contains:{CANARY}",
    )
    view.save()
    scene.view_id = view.pk
    return scene


@dataclass
class Visitor:
    """Somebody with a browser and a token."""

    name: str
    client: Client
    token: str = ""

    def call(self, method: str, address: str, body: dict[str, Any]) -> HttpResponse:
        if address.startswith("/api/"):
            headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
            is_reading = method in ("GET", "HEAD")
            data: dict[str, Any] = (
                {} if is_reading else {"data": json.dumps(body), "content_type": "application/json"}
            )
            return Client().generic(method, address, headers=headers, **data)
        if method in ("GET", "HEAD"):
            return getattr(self.client, method.lower())(address)
        if method == "POST":
            return self.client.post(address, body)
        return self.client.generic(method, address, json.dumps(body), content_type="application/json")


def visitor(name: str, cast: Any, **narrow: Any) -> Visitor:
    client = Client(raise_request_exception=False)
    if name == "nobody":
        return Visitor(name, client)
    user = User.objects.get(pk=getattr(cast, name).user_id)
    client.force_login(user)
    return Visitor(name, client, tokens.make_token(user, at=NOON, **narrow))


def text_of(answer: HttpResponse) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return body.decode("utf-8", "replace") + json.dumps(dict(answer.headers))


def tables() -> list[str]:
    return sorted(
        table
        for table in connection.introspection.table_names()
        if not re.search(r"_fts|_config$|_data$|_idx$|_docsize$|_content$", table)
    )


def checksums(ignored: set[str]) -> dict[str, Any]:
    """Return all rows of every table."""
    from odnos.engine.access import tripwire

    found = {}
    with tripwire.suspended("a test compares tables"), connection.cursor() as cursor:
        for table in tables():
            if table not in ignored:
                cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
                found[table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return found


def told(wrong: list[Any]) -> str:
    return "\n" + "\n".join(map(str, wrong))


def is_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == 401 or answer.headers.get("Location", "").startswith("/sign-in")


def walks(scene: Scene) -> Iterator[tuple[str, str, ObjectType, str, str]]:
    """Yield (pattern, word, object, method, address) for every address, for several objects where it names one."""
    for pattern, row in ROUTES.items():
        names = set(PARAMETER.findall(pattern))
        several = KINDS if names & {"kind", "plural"} and "view_id" not in names else ("company",)
        for key in several:
            address = scene.fill(pattern, registry.get(key))
            for method in METHODS["api" if pattern.startswith("api/") else "web"]:
                yield pattern, row[0], registry.get(key), method, address


class Writes:
    """Which tables the statements of a call write to."""

    def __init__(self) -> None:
        self.tables: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if found := WRITING.match(sql):
            self.tables.append(found[1].lower())
        return execute(sql, params, many, context)


WRITING = re.compile(
    r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM|COPY|REPLACE INTO)\s+"?(\w+)', re.IGNORECASE
)


def watched(
    someone: Visitor, method: str, address: str, body: dict[str, Any]
) -> tuple[HttpResponse, str, set[str]]:
    """Call, and return the answer, its text, and the tables that were written to."""
    writes = Writes()
    with connection.execute_wrapper(writes):
        answer = someone.call(method, address, body)
        shown = text_of(answer)
    return answer, shown, set(writes.tables) - THEIRS


def lost(before: dict[str, Any], ignored: set[str]) -> list[str]:
    """Return the tables of which a row that was there is another now, or gone."""
    after = checksums(ignored)
    return [table for table, rows in before.items() if table in after and not set(rows) <= set(after[table])]


@pytest.mark.django_db
def test_nobody_reaches_anything(scene: Scene):
    nobody = visitor("nobody", scene.world.cast)
    before = checksums(THEIRS)
    wrong = []

    for pattern, whose, object_type, method, address in walks(scene):
        answer, shown, written = watched(nobody, method, address, scene.body(ROUTES[pattern], object_type))
        if whose != "open" and not (is_sign_in(answer) or answer.status_code == 405):
            wrong.append((method, address, answer.status_code))
        if answer.status_code >= 500 or CANARY in shown or written:
            wrong.append((method, address, answer.status_code, written))

    assert not wrong, told(wrong)
    assert checksums(THEIRS) == before


REFUSED = {400, 403, 404, 405, 409, 410, 411, 415, 422, 428}


@pytest.mark.django_db
def test_cleo_reaches_nothing_of_ada(scene: Scene):
    cleo = visitor("cleo", scene.world.cast)
    cleo.call("GET", "/api/v1/me", {})
    before = checksums(THEIRS | PREFERENCES)
    wrong = []

    for pattern, whose, object_type, method, address in walks(scene):
        if whose == "open":
            continue  # one of them signs out
        answer, shown, written = watched(cleo, method, address, scene.body(ROUTES[pattern], object_type))
        status = answer.status_code
        is_public = isinstance(object_type.access, Everyone)
        is_hidden = whose in ("record", "run", "view", "set") and not (whose == "record" and is_public)
        if is_hidden and status not in ({404, 405} if method == "GET" else REFUSED):
            wrong.append((method, address, status))
        if whose == "admin" and status not in (403, 405):
            wrong.append((method, address, status))
        if status in REFUSED and written:
            wrong.append((method, address, status, written))
        if status >= 500 or CANARY in shown:
            wrong.append((method, address, status, "broke or leaked"))

    assert not wrong, told(wrong)
    assert lost(before, THEIRS | PREFERENCES) == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ann", "token"])
def test_who_may_only_read_changes_nothing(scene: Scene, who: str):
    """The analyst, and Ada through a token that only reads."""
    cast = scene.world.cast
    reader = visitor("ann", cast) if who == "ann" else visitor("ada", cast, read_only=True)
    reader.call("GET", "/api/v1/me", {})
    records = {item.table for item in registry}
    before = checksums(THEIRS | PREFERENCES)
    wrong = []

    for pattern, whose, object_type, method, address in walks(scene):
        if (who == "token" and not address.startswith("/api/")) or whose == "open":
            continue
        answer, _shown, written = watched(reader, method, address, scene.body(ROUTES[pattern], object_type))
        if answer.status_code >= 500 or written & records:
            wrong.append((method, address, answer.status_code, written))
        if method == "GET" and whose == "record" and answer.status_code not in (200, 302, 403, 404, 405):
            wrong.append((method, address, answer.status_code))

    assert not wrong, told(wrong)
    assert lost(before, THEIRS | PREFERENCES) == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ben", "max", "ann", "dora"])
def test_whoever_may_see_a_record_reaches_its_pages(scene: Scene, who: str):
    someone = visitor(who, scene.world.cast)
    wrong = []

    for pattern, whose, _object_type, method, address in walks(scene):
        if method != "GET" or whose in ("open", "admin"):
            continue
        answer = someone.call("GET", address, {})
        if answer.status_code >= 500 or is_sign_in(answer):
            wrong.append((address, answer.status_code))
        if pattern.endswith(("<int:record_id>", "<record_id:record_id>")) and answer.status_code != 200:
            wrong.append((address, answer.status_code))

    assert not wrong, told(wrong)


@pytest.mark.django_db
def test_no_question_of_cleos_finds_the_canary(scene: Scene):
    """Lists, exports, searches, filters and sorts, through links too: what Cleo asks for never has Ada's word in it."""
    cleo = visitor("cleo", scene.world.cast)
    ada = visitor("ada", scene.world.cast)
    asked = [
        f"/search?q={CANARY}",
        f"/search/options?q={CANARY}",
        f"/api/v1/search?q={CANARY}",
        f"/api/v1/search?q={CANARY[:4]}",
    ]
    for object_type in registry:
        if isinstance(object_type.access, Everyone):
            continue
        plural, title = object_type.plural_key, object_type.title
        asked += [
            f"/{plural}?filter={title}.contains:{CANARY}",
            f"/{plural}/export?format=csv",
            f"/{plural}/export?format=json&filter={title}.contains:{CANARY}",
            f"/search/options?object={object_type.key}&q={CANARY}",
            f"/api/v1/{plural}?expand=titles",
            f"/api/v1/{plural}?deleted=true",
            f"/api/v1/{plural}?filter=id.in:[{scene.ids[object_type.key]}]",
        ]
        asked += [
            f"/api/v1/{plural}?filter={field.name}.{operator}{'' if 'empty' in operator else ':' + CANARY}"
            for field in object_type.all_fields
            for operator in field.operators
            if operator in ("contains", "is", "is_not", "not_empty", "empty", "starts")
        ]
        asked += [f"/api/v1/{plural}?sort={field.name}" for field in object_type.all_fields if field.sortable]
    wrong = []
    for address in asked:
        answer = cleo.call("GET", address, {})
        shown = text_of(answer).replace(address, "")
        found = re.findall(rf".{{0,60}}{CANARY} ?\w+.{{0,40}}", shown)
        if answer.status_code >= 500 or any(not is_echo(item) for item in found):
            wrong.append((address, answer.status_code, found[:2]))

    assert not wrong, told(wrong)
    assert CANARY in text_of(ada.call("GET", f"/api/v1/companies?filter=name.contains:{CANARY}", {}))
    assert CANARY in text_of(ada.call("GET", f"/api/v1/search?q={CANARY}", {}))


def is_echo(found: str) -> bool:
    """Whether this is what Cleo typed herself, written back; Ada's values have more behind the word."""
    return not re.search(rf"{CANARY} \w", found)


@pytest.mark.django_db
def test_links_to_hidden_records_tell_nothing(scene: Scene):
    """Cleo's own record may name Ada's (it was handed to her): its title is hidden, and no question goes through it."""
    cast = scene.world.cast
    contact = registry.get("contact")
    made = scene.world.create(contact, company=scene.ids["company"])
    write.update(
        contact,
        made.id,
        {"owner": cast.cleo.user_id, "name": "Plain", "first_name": "P", "last_name": "Q"},
        version=1,
        by=cast.dora,
        at=NOON,
    )
    cleo = visitor("cleo", cast)

    shown = cleo.call("GET", f"/api/v1/contacts/{made.id}?fields=company&expand=titles", {}).json()
    assert shown["titles"] == {f"company:{scene.ids['company']}": None}
    for filter_, found in (
        (f"company.name.contains:{CANARY}", 0),
        ("company.name.not_empty", 0),
        (f"company.id.is:{scene.ids['company']}", 0),
        ("company.owner.is_not:me", 0),
    ):
        answer = cleo.call("GET", f"/api/v1/contacts?filter={filter_}", {})
        assert answer.status_code == 400 or answer.json()["count"]["number"] == found, filter_


@pytest.mark.django_db
def test_a_record_shared_with_cleo_opens_that_record_alone(scene: Scene):
    from odnos.engine.access.models import Share

    cast = scene.world.cast
    company = registry.get("company")
    Share.objects.create(
        object_key="company", record_id=scene.ids["company"], user_id=cast.cleo.user_id, created_at=NOON
    )
    cleo = visitor("cleo", cast)
    address = f"/api/v1/companies/{scene.ids['company']}"

    assert cleo.call("GET", address, {}).status_code == 200
    assert [row["id"] for row in cleo.call("GET", "/api/v1/companies", {}).json()["data"]] == [
        scene.ids["company"]
    ]
    assert cleo.call("PATCH", address, {"external_id": "x", "version": 2}).status_code == 403
    assert cleo.call("DELETE", address, {}).status_code in (403, 404)
    assert cleo.call("GET", f"/api/v1/companies/{scene.world.other(company)}", {}).status_code == 404
    assert cleo.call("GET", "/api/v1/deals", {}).json()["data"] == []

    Share.objects.update(may_edit=True)
    assert cleo.call("PATCH", address, {"external_id": "x", "version": 2}).status_code == 200
    assert actor_for(User.objects.get(pk=cast.cleo.user_id)).editable["company"] == {scene.ids["company"]}
