"""Addresses of the way in and out."""

from django.urls import path

from odnos.web.pages.entry import links, preferences, sign_in, welcome

urlpatterns = [
    path("sign-in", sign_in.sign_in),
    path("sign-in/as", sign_in.sign_in_as),
    path("sign-out", sign_in.sign_out),
    path("welcome", welcome.welcome),
    path("join/<str:key>", links.join),
    path("preferences", preferences.change),
]
