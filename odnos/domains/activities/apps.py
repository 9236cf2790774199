from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "odnos.domains.activities"
    label = "activities"

    def ready(self) -> None:
        from odnos.domains.activities import actions, importing, objects  # noqa: F401 -- declaring is what the import is for
