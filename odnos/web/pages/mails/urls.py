"""Addresses of reports by mail."""

from django.urls import path

from odnos.web.pages.mails import dialog, leaving, others

urlpatterns = [
    path("reports/<int:report_id>/mail", dialog.mail),
    path("settings/subscriptions/<int:number>/now", dialog.now),
    path("settings/subscriptions/<int:number>/state", dialog.state),
    path("settings/subscriptions/<int:number>/switching", dialog.switch),
    path("settings/subscriptions/<int:number>/deletion", dialog.delete),
    path("settings/subscriptions/<int:number>/ending", others.end),
    path("settings/subscriptions/<int:number>/restoring", others.restore),
    path("unsubscribe/<str:token>", leaving.leave),
]
