"""`/api/v1/search?q=`: finding records of all objects by a few words."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from odnos.api import answers, parameters
from odnos.api.endpoint import Call, endpoint
from odnos.api.problems import at_field
from odnos.engine.search import finding
from odnos.engine.search.hits import Hit
from odnos.objects.registry import registry

MOST = 100
LONGEST = 200


def get(call: Call) -> HttpResponse:
    """Answer with the records that `q` may mean, the best first."""
    given = parameters.taken(call.request, ("q", "objects", "limit"))
    words = given.get("q", "").strip()
    if not 1 <= len(words) <= LONGEST:
        raise at_field(400, "q", _("Say what to look for, in 1 to 200 characters."))
    objects = objects_of(given["objects"]) if "objects" in given else None
    limit = parameters.whole("limit", given.get("limit"), usual=20, most=MOST)
    found = finding.find(words, by=call.by, at=call.at, limit=limit, objects=objects)
    return answers.json({"data": [shown(hit) for hit in found]})


def objects_of(written: str) -> list[str]:
    keys = [key.strip() for key in written.split(",") if key.strip()]
    for key in keys:
        if key not in registry:
            raise at_field(400, "objects", _("There is no object “%(key)s”.") % {"key": key[:40]})
    return keys


def shown(hit: Hit) -> dict[str, object]:
    return {
        "object": hit.object_key,
        "id": hit.record_id,
        "title": hit.title,
        "subtitle": hit.subtitle,
        "snippet": hit.snippet,
        "href": f"/api/v1/{registry.get(hit.object_key).plural_key}/{hit.record_id}",
    }


view = endpoint(get=get)
