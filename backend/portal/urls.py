"""Addresses of the desk."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.generic import RedirectView

from backend.portal import views
from backend.portal.recovery import recovery

urlpatterns = [
    path("", RedirectView.as_view(url="/desk/"), name="home"),
    path("desk/", views.desk, name="desk"),
    path("desk/reports/", views.reports, name="reports"),
    path("desk/recovery/", recovery, name="recovery"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    # browsers ask for it where a page names no icon of its own: the admin, a PDF
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}portal/mark.svg")),
]
