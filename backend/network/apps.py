"""Django's registration of the network room."""

from django.apps import AppConfig


class NetworkConfig(AppConfig):
    """The network app."""

    name = "backend.network"
    label = "network"
