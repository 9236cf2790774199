from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "odnos.engine.records"
    label = "records"

    def ready(self) -> None:
        from odnos.engine.records import jobs, lapsing, placing, restamp  # noqa: F401 -- the jobs are registered by being imported
