from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "odnos.analytics.findings"
    label = "findings"
