"""Django's registration of the fieldwork room."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """The fieldwork app."""

    name = "backend.fieldwork"
    label = "fieldwork"
