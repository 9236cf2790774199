from django.apps import AppConfig


class DealsConfig(AppConfig):
    name = "odnos.domains.deals"
    label = "deals"

    def ready(self) -> None:
        from odnos.domains.deals import actions, configuring, converting, facts, importing, jobs, objects  # noqa: F401 -- declaring is what the import is for
        from odnos.domains.deals.gates import approving, current, declared, entering  # noqa: F401 -- the same
