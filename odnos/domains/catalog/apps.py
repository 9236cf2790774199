from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "odnos.domains.catalog"
    label = "catalog"
