"""The addresses of the API."""

from django.urls import path, re_path, register_converter

from odnos.api import baskets, endpoint, importing, me, offering, reporting, searching
from odnos.api.openapi import document
from odnos.api.records import acting, bulk, many, one
from odnos.objects.fields.naming import LARGEST_ID


class RecordId:
    """A record's id; larger numbers than any database holds are no address."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(RecordId, "record_id")

urlpatterns = [
    path("v1/openapi.json", document.view, name="api-openapi"),
    path("v1/me", me.view, name="api-me"),
    path("v1/search", searching.view, name="api-search"),
    path("v1/reports/run", reporting.view, name="api-report-run"),
    path("v1/offers", offering.view, name="api-offers"),
    path("v1/insights/baskets", baskets.view, name="api-baskets"),
    path("v1/insights/baskets/<record_id:run_id>", baskets.one, name="api-basket-run"),
    path("v1/insights/baskets/<record_id:run_id>/cancel", baskets.cancelling, name="api-basket-cancel"),
    path("v1/insights/baskets/<record_id:run_id>/rules", baskets.ruling, name="api-basket-rules"),
    path("v1/imports", importing.view, name="api-imports"),
    path("v1/imports/<record_id:run_id>", importing.one, name="api-import"),
    path("v1/imports/<record_id:run_id>/errors.csv", importing.failed, name="api-import-errors"),
    path("v1/imports/<record_id:run_id>/undo", importing.undoing, name="api-import-undo"),
    path("v1/<slug:plural>", many.view, name="api-records"),
    path("v1/<slug:plural>/bulk", bulk.view, name="api-bulk"),
    path("v1/<slug:plural>/<record_id:record_id>", one.view, name="api-record"),
    path("v1/<slug:plural>/<record_id:record_id>/restore", one.restoring, name="api-restore"),
    path("v1/<slug:plural>/<record_id:record_id>/actions/<slug:verb>", acting.view, name="api-action"),
    re_path("", endpoint.nothing_here, name="api-nothing"),
]
