from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "odnos.engine.records"
    label = "records"

    def ready(self) -> None:
        from odnos.engine.records import (  # noqa: F401 -- jobs and facts are registered by being imported
            facts,
            jobs,
            lapsing,
            placing,
            restamp,
        )
