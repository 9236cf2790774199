from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "odnos.domains.deals"
    label = "deals"
