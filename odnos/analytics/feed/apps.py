from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "odnos.analytics.feed"
    label = "feed"

    def ready(self) -> None:
        from odnos.analytics.feed import forgetting
        from odnos.engine.privacy import physical

        if forgetting.forget not in physical.elsewhere:
            physical.elsewhere.append(forgetting.forget)
