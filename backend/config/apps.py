"""Django's registration of the configuration room, for its management commands."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The configuration app: no models, only commands."""

    name = "backend.config"
    label = "config"
