from django.apps import AppConfig


class TransferConfig(AppConfig):
    name = "odnos.engine.transfer"
    label = "transfer"
