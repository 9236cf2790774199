"""Addresses of the search."""

from django.urls import path

from odnos.web.pages.search import combo, page

urlpatterns = [
    path("search", page.show, name="search"),
    path("search/options", combo.options, name="search-options"),
]
