"""Django's registration of the visits room."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """The visits app."""

    name = "backend.visits"
    label = "visits"
