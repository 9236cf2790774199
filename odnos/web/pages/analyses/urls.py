"""Addresses of the funnel, of cohorts and of the rating."""

from django.urls import path

from odnos.web.pages.analyses import behind, cohorts, funnel, rating

urlpatterns = [
    path("insights/funnel", funnel.show),
    path("insights/funnel/deals", behind.deals),
    path("insights/cohorts", cohorts.show),
    path("insights/cohorts/customers", cohorts.customers),
    path("insights/rating", rating.show),
    path("insights/rating/records", rating.records),
]
