"""Addresses of the dashboard and of the guided start."""

from django.urls import path

from odnos.web.pages.dashboard import guide, page

urlpatterns = [
    path("", page.dashboard),
    path("first-steps", guide.guide),
    path("first-steps/dismissal", guide.dismiss),
    path("first-steps/return", guide.return_),
    path("first-steps/keys", guide.keys),
    path("first-steps/sample", guide.load),
    path("first-steps/sample/removal", guide.remove),
    path("first-steps/<slug:key>/skip", guide.skip),
    path("first-steps/<slug:key>/resume", guide.resume),
]
