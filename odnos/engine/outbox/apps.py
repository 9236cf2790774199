from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "odnos.engine.outbox"
    label = "outbox"
