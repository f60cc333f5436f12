"""Django's registration of the actions room."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The actions app."""

    name = "backend.actions"
    label = "actions"
