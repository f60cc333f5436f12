"""Django's registration of the standards room."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """The standards app."""

    name = "backend.standards"
    label = "standards"
