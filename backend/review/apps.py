"""Django's registration of the review room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The review app."""

    name = "backend.review"
    label = "review"
