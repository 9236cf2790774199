from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "odnos.domains.organisation"
    label = "organisation"
