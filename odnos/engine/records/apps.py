from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "odnos.engine.records"
    label = "records"
