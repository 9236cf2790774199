"""Addresses of reports."""

from django.urls import path

from odnos.web.pages.reports import behind, condition, export, index, page, people, saving

urlpatterns = [
    path("reports", index.index, name="reports"),
    path("reports/new", page.new),
    path("reports/people", people.page),
    path("reports/result", page.result),
    path("reports/export/<slug:name>", export.download),
    path("reports/cancellation", page.cancel),
    path("reports/behind/<slug:key>", behind.show),
    path("reports/condition", condition.chosen),
    path("reports/condition/<slug:key>", condition.show),
    path("reports/keeping", saving.new),
    path("reports/<int:report_id>", page.one),
    path("reports/<int:report_id>/settings", saving.edit),
    path("reports/<int:report_id>/copy", saving.duplicate),
    path("reports/<int:report_id>/star", saving.star),
    path("reports/<int:report_id>/deletion", saving.delete),
    path("reports/<int:report_id>/restoring", saving.restore),
]
