from django.apps import AppConfig


class ViewsConfig(AppConfig):
    name = "odnos.engine.views"
    label = "views"
