"""Django's registration of the delivery room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The delivery app."""

    name = "backend.delivery"
    label = "delivery"
