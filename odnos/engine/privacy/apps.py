from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "odnos.engine.privacy"
    label = "privacy"

    def ready(self) -> None:
        from odnos.engine.privacy import jobs, objects  # noqa: F401 -- declaring is what the import is for
