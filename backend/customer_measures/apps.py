"""Django's registration of the customer measures room."""

from django.apps import AppConfig


class CustomerMeasuresConfig(AppConfig):
    """The customer measures app."""

    name = "backend.customer_measures"
    label = "customer_measures"
