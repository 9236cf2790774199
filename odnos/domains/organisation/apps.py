from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "odnos.domains.organisation"
    label = "organisation"

    def ready(self) -> None:
        from odnos.domains.organisation import field_rights, importing, objects  # noqa: F401 -- declaring is what the import is for
