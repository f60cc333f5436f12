"""All addresses: the API, the desk, the phone form, the stock admin."""

from django.contrib import admin
from django.urls import include, path

from backend.api import health
from backend.api.main import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("_allauth/browser/v1/", include("backend.accounts.urls")),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("admin/", admin.site.urls),
    path("", include("backend.phone.urls")),
    path("", include("backend.portal.urls")),
]
