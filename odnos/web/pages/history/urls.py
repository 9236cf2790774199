"""Addresses of the history and the bin."""

from django.urls import path

from odnos.web.pages.history import bin, sets, undoing

urlpatterns = [
    path("history", sets.index, name="history"),
    path("history/<int:change_set_id>", sets.one),
    path("history/<int:change_set_id>/undo", undoing.change_set),
    path("history/entries/<int:entry_id>/undo", undoing.entry),
    path("bin", bin.index, name="bin"),
    path("bin/restore", bin.restore),
]
