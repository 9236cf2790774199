"""Addresses of insights."""

from django.urls import path

from odnos.web.pages.insights import (
    baskets,
    customers,
    demand,
    gathering,
    items,
    offers,
    people,
    prices,
    runs,
)

urlpatterns = [
    path("insights", customers.show, name="insights"),
    path("insights/baskets", baskets.show),
    path("insights/baskets/items", items.options),
    path("insights/demand", demand.show),
    path("insights/prices", prices.show),
    path("insights/<slug:analysis>/runs", runs.begin),
    path("insights/runs/<int:run_id>/cancellation", runs.cancel),
    path("insights/runs/<int:run_id>/people", people.show),
    path("insights/runs/<int:run_id>/keeping", runs.keep),
    path("insights/runs/<int:run_id>/publishing", runs.publish),
    path("insights/segments/<int:run_id>", gathering.show),
    path("insights/offers/<slug:plural>/<int:record_id>", offers.show),
]
