"""Addresses of the help."""

from django.urls import path

from odnos.web.pages.help import page

urlpatterns = [
    path("", page.index),
    path("/how-to/<slug:name>", page.howto),
    path("/<slug:name>", page.one),
]
