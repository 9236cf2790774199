"""Addresses of the trail, of the question why, and of looking with other eyes."""

from django.urls import path

from odnos.web import kinds as kinds
from odnos.web.pages.trail import page, seeing, why

urlpatterns = [
    path("settings/trail", page.index, name="trail"),
    path("settings/trail/export", page.export),
    path("settings/users/<int:number>/seeing", seeing.begin),
    path("seeing/stop", seeing.stop),
    path("<kind:kind>/<int:record_id>/why", why.why),
]
