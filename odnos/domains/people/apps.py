from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "odnos.domains.people"
    label = "people"
