"""Addresses of reports by mail."""

from django.urls import path

from odnos.web.pages.mails import dialog, leaving

urlpatterns = [
    path("reports/<int:report_id>/mail", dialog.mail),
    path("report-mails/<int:number>/now", dialog.now),
    path("report-mails/<int:number>/state", dialog.state),
    path("report-mails/<int:number>/switching", dialog.switch),
    path("report-mails/<int:number>/deletion", dialog.delete),
    path("unsubscribe/<str:token>", leaving.leave),
]
