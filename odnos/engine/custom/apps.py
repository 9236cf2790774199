from django.apps import AppConfig


class CustomConfig(AppConfig):
    name = "odnos.engine.custom"
    label = "custom"

    def ready(self) -> None:
        from odnos.engine.custom import indexes, objects  # noqa: F401 -- objects and jobs are registered by being imported
