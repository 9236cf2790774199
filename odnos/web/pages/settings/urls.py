"""Addresses of the settings."""

from django.urls import path

from odnos.web.pages.settings import (
    clearing,
    company,
    jobs,
    pipelines,
    profile,
    sections,
    sharing,
    team,
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
    path("/team", team.team),
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
    path("/pipelines/<int:number>/deletion", clearing.pipeline),
    path("/stages/<int:number>/deletion", clearing.stage),
    path("/clearings/<int:change_set>", clearing.watch),
    path("/sharing", sharing.sharing),
    path("/jobs", jobs.jobs),
    path("/jobs/<int:number>/retry", jobs.retry),
]
