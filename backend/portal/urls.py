"""Addresses of the desk."""

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.generic import RedirectView

from backend.portal import views

urlpatterns = [
    path("", RedirectView.as_view(url="/desk/"), name="home"),
    path("desk/", views.desk, name="desk"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
]
