"""Addresses of the phone form."""

from django.urls import path

from backend.phone import views

urlpatterns = [
    path("app", views.without_slash),
    path("app/", views.document, name="phone"),
    path("app/sw.js", views.worker),
    path("app/manifest.webmanifest", views.manifest),
    path("app/v/<str:version>/<path:path>", views.file),
]
