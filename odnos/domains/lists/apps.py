from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "odnos.domains.lists"
    label = "lists"

    def ready(self) -> None:
        from odnos.domains.lists import objects  # noqa: F401 -- declaring is what the import is for
