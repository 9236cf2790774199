from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    name = "odnos.domains.activities"
    label = "activities"
