"""Addresses of exports, below /exports."""

from django.urls import path

from odnos.web.pages.exporter import files

urlpatterns = [
    path("", files.index),
    path("/<int:number>/file", files.fetch),
    path("/<int:number>/deletion", files.delete),
]
