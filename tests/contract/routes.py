"""The matrix of access: every address of the web and the API, and who reaches it.

A new address without a row here fails the tests. The word says whose it is:

open      anybody, signed in or not; it shows nothing of the company's
own       whoever is signed in; it shows what they may see, and changes what is theirs
record    a record: not there for whoever may not see it, unchanged by whoever may not change it
run       an import: not there for anybody but its maker and administrators
set       a change set, or an entry of the trail: not there for anybody but who made it and administrators
view      a saved view: nothing of it for anybody but its owner, its audience and administrators
admin     administrators; denied to all others

A third column gives the body of a call that would change something if rights did not stop it.
"""

from typing import Any

Row = tuple[str, dict[str, Any]] | tuple[str]

API: dict[str, Row] = {
    "api/v1/openapi.json": ("open",),
    "api/v1/me": ("own",),
    "api/v1/search": ("own",),
    "api/v1/imports": ("own",),
    "api/v1/imports/<record_id:run_id>": ("run",),
    "api/v1/imports/<record_id:run_id>/errors.csv": ("run",),
    "api/v1/imports/<record_id:run_id>/undo": ("run",),
    "api/v1/<slug:plural>": ("own",),
    "api/v1/<slug:plural>/bulk": ("own", {"update": [{"id": "$id", "external_id": "x"}], "delete": []}),
    "api/v1/<slug:plural>/<record_id:record_id>": ("record", {"external_id": "x", "version": 1}),
    "api/v1/<slug:plural>/<record_id:record_id>/restore": ("record",),
    "api/v1/<slug:plural>/<record_id:record_id>/actions/<slug:verb>": ("record",),
    "api/": ("open",),
}

WEB: dict[str, Row] = {
    "": ("own",),
    "first-steps/dismissal": ("own",),
    "sign-in": ("open",),
    "sign-in/as": ("open",),
    "sign-out": ("open",),
    "welcome": ("open",),
    "join/<str:key>": ("open",),
    "preferences": ("open",),
    "imports": ("own",),
    "imports/new": ("own",),
    "imports/<int:run_id>": ("run",),
    "imports/<int:run_id>/columns": ("run",),
    "imports/<int:run_id>/layout": ("run",),
    "imports/<int:run_id>/preview": ("run",),
    "imports/<int:run_id>/check": ("run",),
    "imports/<int:run_id>/start": ("run",),
    "imports/<int:run_id>/cancel": ("run",),
    "imports/<int:run_id>/carry-on": ("run",),
    "imports/<int:run_id>/undo": ("run",),
    "imports/<int:run_id>/errors.csv": ("run",),
    "imports/<int:run_id>/original": ("run",),
    "search": ("own",),
    "search/options": ("own",),
    "files/<str:sha256>/<path:name>": ("record",),
    "history": ("own",),
    "history/<int:change_set_id>": ("set",),
    "history/<int:change_set_id>/undo": ("set",),
    "history/entries/<int:entry_id>/undo": ("set",),
    "bin": ("own",),
    "bin/restore": ("own", {"object": "company", "id": "$gone", "ids": "$gone", "company": "$gone"}),
    "settings": ("own",),
    "settings/profile": ("own",),
    "settings/profile/password": ("own",),
    "settings/profile/sessions/<int:number>/end": ("own",),
    "settings/tokens": ("own",),
    "settings/tokens/<int:number>/end": ("own",),
    "settings/company": ("admin", {"name": "Taken", "currency": "USD", "country": "SI"}),
    "settings/users": ("admin",),
    "settings/users/new": ("admin", {"name": "Eve", "email": "eve@x.io", "role": "administrator"}),
    "settings/users/<int:number>": ("admin", {"role": "analyst", "version": "1"}),
    "settings/users/<int:number>/link": ("admin",),
    "settings/teams": ("admin", {"name": "Taken"}),
    "settings/teams/<int:number>": ("admin", {"name": "Taken", "version": "1"}),
    "settings/teams/<int:number>/deletion": ("admin",),
    "settings/pipelines": ("admin", {"name": "Taken"}),
    "settings/pipelines/<int:number>": ("admin", {"name": "Taken"}),
    "settings/pipelines/<int:number>/deletion": ("admin",),
    "settings/stages/<int:number>/deletion": ("admin",),
    "settings/clearings/<int:change_set>": ("admin",),
    "settings/sharing": ("admin", {"company": "all", "deal": "all"}),
    "settings/jobs": ("admin",),
    "settings/jobs/<int:number>/retry": ("admin",),
    "<kind:kind>": ("own",),
    "<kind:kind>/board": ("own",),
    "<kind:kind>/board/<slug:key>/more": ("own",),
    "<kind:kind>/board/<slug:key>/new": ("own",),
    "<kind:kind>/filter": ("own",),
    "<kind:kind>/export": ("own",),
    "<kind:kind>/columns": ("own",),
    "<kind:kind>/preference": ("own",),
    "<kind:kind>/views/new": ("own",),
    "<kind:kind>/views/order": ("own",),
    "<kind:kind>/views/<int:view_id>": ("view", {"name": "Taken", "audience": "everyone"}),
    "<kind:kind>/views/<int:view_id>/delete": ("view",),
    "<kind:kind>/views/<int:view_id>/restore": ("view",),
    "<kind:kind>/bulk": ("own", {"ids": "$id", "deed": "delete", "confirmed": "1"}),
    "<kind:kind>/bulk/field": ("own",),
    "<kind:kind>/bulk/<int:change_set>": ("set",),
    "<kind:kind>/new": ("own",),
    "<kind:kind>/new/doubles": ("own",),
    "<kind:kind>/<int:record_id>": ("record",),
    "<kind:kind>/<int:record_id>/move": ("record", {"stage": "$stage", "version": "1", "to": "$stage"}),
    "<kind:kind>/<int:record_id>/move/undo": ("record",),
    "<kind:kind>/<int:record_id>/cell/<slug:name>": ("record", {"version": "1", "$name": "x"}),
    "<kind:kind>/<int:record_id>/panel": ("record",),
    "<kind:kind>/<int:record_id>/timeline": ("record",),
    "<kind:kind>/<int:record_id>/field/<slug:name>": ("record", {"version": "1", "$name": "x"}),
    "<kind:kind>/<int:record_id>/conflict": ("record", {"version": "1", "$name": "x"}),
    "<kind:kind>/<int:record_id>/stage": ("record", {"stage": "$stage", "version": "1"}),
    "<kind:kind>/<int:record_id>/notes": ("record", {"body": "x"}),
    "<kind:kind>/<int:record_id>/tasks": ("record", {"name": "x"}),
    "<kind:kind>/<int:record_id>/lines/<slug:part>": ("record", {"product": "$product", "quantity": "1"}),
    "<kind:kind>/<int:record_id>/links/<slug:name>": ("record", {"id": "$contact", "role": ""}),
    "<kind:kind>/<int:record_id>/links/<slug:name>/<int:other>/remove": ("record",),
    "<kind:kind>/<int:record_id>/favourite": ("record",),
    "<kind:kind>/<int:record_id>/seen": ("record",),
    "<kind:kind>/<int:record_id>/share": ("record", {"with": "user:$cleo", "user": "$cleo", "may_edit": "1"}),
    "<kind:kind>/<int:record_id>/unshare": ("record",),
    "<kind:kind>/<int:record_id>/merge": ("record",),
    "<kind:kind>/<int:record_id>/merge/<int:other>": ("record", {"keep": "$id"}),
    "<kind:kind>/<int:record_id>/delete": ("record", {"version": "1"}),
    "<kind:kind>/<int:record_id>/restore": ("record",),
    "<kind:kind>/<int:record_id>/<slug:verb>": ("record",),
}

ROUTES: dict[str, Row] = {**API, **WEB}
