from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "odnos.domains.organisation"
    label = "organisation"

    def ready(self) -> None:
        from odnos.domains.organisation import (  # noqa: F401 -- declaring is what the import is for
            configuring,
            field_rights,
            importing,
            objects,
            privacy,
            rate_objects,
            role_choices,
            role_objects,
            territory_objects,
        )
