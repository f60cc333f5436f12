"""Django's registration of the portal room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal app."""

    name = "backend.portal"
    label = "portal"
