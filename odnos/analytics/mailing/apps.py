from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "odnos.analytics.mailing"
    label = "mailing"

    def ready(self) -> None:
        from odnos.analytics.mailing import objects  # noqa: F401 -- declaring is what the import is for
