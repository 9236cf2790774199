"""Where each page is. A page's own module lists its addresses; the generic ones come last."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

PAGES = (
    ("", "odnos.web.pages.entry.urls"),
    ("", "odnos.web.pages.dashboard.urls"),
    ("", "odnos.web.pages.trail.urls"),
    ("", "odnos.web.pages.privacy.urls"),
    ("", "odnos.web.pages.mails.urls"),
    ("settings", "odnos.web.pages.settings.urls"),
    ("help", "odnos.web.pages.help.urls"),
    ("imports", "odnos.web.pages.importer.urls"),
    ("exports", "odnos.web.pages.exporter.urls"),
    ("", "odnos.web.pages.search.urls"),
    ("", "odnos.web.pages.history.urls"),
    ("", "odnos.web.pages.reports.urls"),
    ("", "odnos.web.pages.dashboards.urls"),
    ("", "odnos.web.pages.insights.urls"),
    ("", "odnos.web.pages.analyses.urls"),
    ("", "odnos.web.pages.lists.urls"),
    ("", "odnos.web.pages.record.urls"),
)


def exists(module: str) -> bool:
    parent = module.rpartition(".")[0]
    return bool(find_spec(parent)) and bool(find_spec(module))


urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in PAGES if exists(module)
]
