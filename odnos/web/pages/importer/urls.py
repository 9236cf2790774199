"""Addresses of the wizard, below /imports."""

from django.urls import path

from odnos.web.pages.importer import columns, files, result, upload

urlpatterns = [
    path("", upload.index),
    path("/new", upload.receive),
    path("/<int:run_id>", result.show),
    path("/<int:run_id>/columns", columns.show),
    path("/<int:run_id>/layout", columns.read_again),
    path("/<int:run_id>/preview", columns.preview),
    path("/<int:run_id>/check", result.check),
    path("/<int:run_id>/start", result.start),
    path("/<int:run_id>/cancel", result.cancel),
    path("/<int:run_id>/carry-on", result.carry_on),
    path("/<int:run_id>/undo", result.undo),
    path("/<int:run_id>/errors.csv", files.errors),
    path("/<int:run_id>/original", files.original),
]
