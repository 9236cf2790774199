from django.apps import AppConfig


class CustomConfig(AppConfig):
    name = "odnos.engine.custom"
    label = "custom"

    def ready(self) -> None:
        from odnos.engine.custom import current, indexes, layouts, objects, renewing, searching  # noqa: F401 -- they are registered by being imported
        from odnos.engine.custom.changing import jobs as changes  # noqa: F401 -- the same
        from odnos.engine.custom.ruling import current as rules_in_force  # noqa: F401 -- the same
        from odnos.engine.custom.ruling import declared as declared_rules  # noqa: F401 -- the same
        from odnos.engine.custom.types import declared  # noqa: F401 -- the same
