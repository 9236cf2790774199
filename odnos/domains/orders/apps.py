from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "odnos.domains.orders"
    label = "orders"

    def ready(self) -> None:
        from odnos.domains.orders import importing, objects  # noqa: F401 -- declaring is what the import is for
