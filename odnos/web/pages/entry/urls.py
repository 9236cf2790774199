"""Addresses of the way in and out."""

from django.urls import path

from odnos.web.pages.entry import confirm, links, preferences, questions, second, sign_in, single, welcome

urlpatterns = [
    path("sign-in", sign_in.sign_in),
    path("sign-in/as", sign_in.sign_in_as),
    path("sign-in/passkey", second.alone),
    path("sign-in/passkey/question", questions.question),
    path("sign-in/second", second.second),
    path("sign-in/setup", second.setup),
    path("sign-in/with/<int:number>", single.leave),
    path("sign-in/with/<int:number>/back", single.back),
    path("sign-out", sign_in.sign_out),
    path("confirm", confirm.confirm),
    path("welcome", welcome.welcome),
    path("join/<str:key>", links.join),
    path("preferences", preferences.change),
]
