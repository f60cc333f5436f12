"""Django's registration of the stock admin with our own site."""

from django.contrib.admin.apps import AdminConfig


class PlainclothesAdminConfig(AdminConfig):
    """The stock admin with our sign-in."""

    default_site = "backend.accounts.admin_site.PlainclothesAdminSite"
