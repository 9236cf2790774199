"""Addresses of the settings."""

from django.urls import path

from odnos.web.pages.settings import (
    clearing,
    company,
    field,
    fields,
    jobs,
    pipelines,
    profile,
    sections,
    sharing,
    teams,
    tokens,
    users,
)

urlpatterns = [
    path("", sections.index),
    path("/profile", profile.profile),
    path("/profile/password", profile.password),
    path("/profile/sessions/<int:number>/end", profile.end_session),
    path("/tokens", tokens.tokens),
    path("/tokens/<int:number>/end", tokens.end),
    path("/company", company.company),
    path("/users", users.users),
    path("/users/new", users.new),
    path("/users/<int:number>", users.user),
    path("/users/<int:number>/link", users.link),
    path("/teams", teams.teams),
    path("/teams/<int:number>", teams.team),
    path("/teams/<int:number>/deletion", teams.delete),
    path("/pipelines", pipelines.pipelines),
    path("/pipelines/<int:number>", pipelines.pipeline),
    path("/fields", fields.index),
    path("/fields/<int:number>", field.edit),
    path("/fields/<int:number>/archiving", field.archive),
    path("/fields/<int:number>/restoring", field.restore),
    path("/fields/<str:key>", fields.fields),
    path("/fields/<str:key>/new", field.new),
    path("/pipelines/<int:number>/deletion", clearing.pipeline),
    path("/stages/<int:number>/deletion", clearing.stage),
    path("/clearings/<int:change_set>", clearing.watch),
    path("/sharing", sharing.sharing),
    path("/jobs", jobs.jobs),
    path("/jobs/<int:number>/retry", jobs.retry),
]
