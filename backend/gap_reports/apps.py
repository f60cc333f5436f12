"""Django's registration of the gap reports room."""

from django.apps import AppConfig


class GapReportsConfig(AppConfig):
    """The gap reports app."""

    name = "backend.gap_reports"
    label = "gap_reports"
