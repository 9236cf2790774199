from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "odnos.engine.search"
    label = "search"
