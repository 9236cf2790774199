"""Addresses of privacy."""

from django.urls import path

from odnos.web import kinds as kinds
from odnos.web.pages.privacy import persons, retention

urlpatterns = [
    path("settings/privacy", persons.index, name="privacy"),
    path("settings/privacy/<int:number>/file", persons.fetch),
    path("settings/privacy/<int:number>/deletion", persons.remove_file),
    path("settings/retention", retention.index),
    path("settings/retention/new", retention.new),
    path("settings/retention/condition", retention.only),
    path("settings/retention/<int:number>", retention.edit),
    path("settings/retention/<int:number>/deletion", retention.delete),
    path("<kind:kind>/<int:record_id>/dossier", persons.begin_file),
    path("<kind:kind>/<int:record_id>/erasure", persons.erasing),
]
