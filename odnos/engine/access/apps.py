from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "odnos.engine.access"
    label = "access"
