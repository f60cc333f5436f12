"""The five sign-in routes of the phone form; nothing else of django-allauth has an address."""

from allauth.headless.constants import Client
from django.urls import path

from backend.accounts import phone_sign_in

_BROWSER = Client.BROWSER

urlpatterns = [
    path("auth/login", phone_sign_in.PasswordView.as_api_view(client=_BROWSER)),
    path("auth/code/request", phone_sign_in.RequestCodeView.as_api_view(client=_BROWSER)),
    path("auth/code/confirm", phone_sign_in.ConfirmCodeView.as_api_view(client=_BROWSER)),
    path("auth/session", phone_sign_in.SessionView.as_api_view(client=_BROWSER)),
]
