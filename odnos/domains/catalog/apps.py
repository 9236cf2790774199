from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "odnos.domains.catalog"
    label = "catalog"

    def ready(self) -> None:
        from odnos.domains.catalog import importing, objects  # noqa: F401 -- declaring is what the import is for
