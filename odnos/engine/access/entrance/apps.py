from django.apps import AppConfig


class EntranceConfig(AppConfig):
    name = "odnos.engine.access.entrance"
    label = "entrance"

    def ready(self) -> None:
        from odnos.engine.access.entrance import policy  # noqa: F401 -- it is registered by being imported
