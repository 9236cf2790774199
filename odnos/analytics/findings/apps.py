from django.apps import AppConfig


class FindingsConfig(AppConfig):
    name = "odnos.analytics.findings"
    label = "findings"

    def ready(self) -> None:
        from odnos.analytics.findings import forgetting
        from odnos.engine.privacy import sweeping

        if forgetting.forget not in sweeping.by_number:
            sweeping.by_number.append(forgetting.forget)
