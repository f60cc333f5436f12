"""Django's registration of the audit room."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit app."""

    name = "backend.audit"
    label = "audit"
