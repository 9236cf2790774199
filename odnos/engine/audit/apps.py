from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "odnos.engine.audit"
    label = "audit"
