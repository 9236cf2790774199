"""Addresses of the dashboard."""

from django.urls import path

from odnos.web.pages.dashboard import page

urlpatterns = [path("", page.dashboard), path("first-steps/dismissal", page.dismiss)]
