"""The two surfaces, and where each begins."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
if find_spec("odnos.api.urls"):
    urlpatterns.append(path("api/", include("odnos.api.urls")))
if find_spec("odnos.web.urls"):
    urlpatterns.append(path("", include("odnos.web.urls")))

handler404 = "odnos.web.middleware.refusals.missing"
handler500 = "odnos.web.faults.failed"
