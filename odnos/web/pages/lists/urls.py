"""Addresses of lists and boards, for every object of the registry."""

from django.urls import path

from odnos.web import kinds as kinds
from odnos.web.pages.lists import list as lists

urlpatterns = [
    path("<kind:kind>", lists.show, name="list"),
]
