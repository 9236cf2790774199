from django.apps import AppConfig


class SavedConfig(AppConfig):
    name = "odnos.analytics.saved"
    label = "saved"

    def ready(self) -> None:
        from odnos.analytics.saved import objects  # noqa: F401 -- declaring is what the import is for
