"""Django's registration of the jobs room."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs app."""

    name = "backend.jobs"
    label = "jobs"
