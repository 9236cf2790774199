"""Addresses of dashboards."""

from django.urls import path

from odnos.web.pages.dashboards import arranging, keeping, page

urlpatterns = [
    path("dashboards", keeping.listed, name="dashboards"),
    path("dashboards/mine", keeping.mine),
    path("dashboards/new", keeping.new),
    path("dashboards/fresh", page.fresh),
    path("dashboards/tile", arranging.add),
    path("dashboards/preset/<slug:key>", page.preset),
    path("dashboards/preset/<slug:key>/copy", arranging.take),
    path("dashboards/preset/<slug:name>/tiles/<slug:key>", page.preset_tile),
    path("dashboards/<int:board_id>", page.one),
    path("dashboards/<int:board_id>/settings", keeping.edit),
    path("dashboards/<int:board_id>/filter", keeping.keep_filter),
    path("dashboards/<int:board_id>/copy", keeping.duplicate),
    path("dashboards/<int:board_id>/star", keeping.star),
    path("dashboards/<int:board_id>/deletion", keeping.delete),
    path("dashboards/<int:board_id>/restoring", keeping.restore),
    path("dashboards/<int:board_id>/layout", arranging.layout),
    path("dashboards/<int:board_id>/tiles/<slug:key>", page.tile),
    path("dashboards/<int:board_id>/tiles/<slug:key>/settings", arranging.tile),
    path("dashboards/<int:board_id>/tiles/<slug:key>/removal", arranging.remove),
]
