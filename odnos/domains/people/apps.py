from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "odnos.domains.people"
    label = "people"

    def ready(self) -> None:
        from odnos.domains.people import actions, importing, objects, privacy  # noqa: F401 -- declaring is what the import is for
