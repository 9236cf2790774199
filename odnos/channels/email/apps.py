from django.apps import AppConfig


class EmailConfig(AppConfig):
    name = "odnos.channels.email"
    label = "email"
