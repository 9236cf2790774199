"""Addresses of lists and boards, for every object of the registry."""

from django.urls import path

from odnos.web import kinds as kinds
from odnos.web.pages.lists import (
    adding,
    board,
    bulk,
    bulk_dialog,
    bulk_result,
    calendar,
    cell,
    export,
    filter,
    grouped,
    likes,
    move,
    shift,
    views,
)
from odnos.web.pages.lists import list as lists

urlpatterns = [
    path("<kind:kind>", lists.show, name="list"),
    path("<kind:kind>/board", board.show, name="board"),
    path("<kind:kind>/board/fold", board.fold),
    path("<kind:kind>/board/<slug:key>/more", board.more),
    path("<kind:kind>/board/<slug:key>/new", adding.add),
    path("<kind:kind>/calendar", calendar.show),
    path("<kind:kind>/group", grouped.inside),
    path("<kind:kind>/bulk", bulk.begin),
    path("<kind:kind>/bulk/field", bulk_dialog.control),
    path("<kind:kind>/bulk/<int:change_set>", bulk_result.watch),
    path("<kind:kind>/filter", filter.show),
    path("<kind:kind>/export", export.download),
    path("<kind:kind>/columns", likes.columns),
    path("<kind:kind>/widths", likes.widths),
    path("<kind:kind>/star", likes.star),
    path("<kind:kind>/preference", likes.preference),
    path("<kind:kind>/views/new", views.new),
    path("<kind:kind>/views/order", views.reorder),
    path("<kind:kind>/views/<int:view_id>", views.edit),
    path("<kind:kind>/views/<int:view_id>/delete", views.delete),
    path("<kind:kind>/views/<int:view_id>/restore", views.restore),
    path("<kind:kind>/<int:record_id>/move", move.move),
    path("<kind:kind>/<int:record_id>/move/undo", move.take_back),
    path("<kind:kind>/<int:record_id>/day", shift.shift),
    path("<kind:kind>/<int:record_id>/cell/<slug:name>", cell.edit),
]
