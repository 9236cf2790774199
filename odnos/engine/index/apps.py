from django.apps import AppConfig


class IndexConfig(AppConfig):
    name = "odnos.engine.index"
    label = "index"
