"""Addresses of the desk."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.urls import path
from django.views.generic import RedirectView

from backend.portal import location_page, views
from backend.portal.action_list import actions, actions_csv
from backend.portal.action_new import action_new
from backend.portal.action_page import action
from backend.portal.appeals import appeal, appeals, visit_appeal
from backend.portal.competitors import competitors, competitors_csv
from backend.portal.heat_map import heat_map, heat_map_csv
from backend.portal.league import league, league_csv
from backend.portal.locations import locations, locations_csv
from backend.portal.mail import mail
from backend.portal.measures import measures, measures_csv
from backend.portal.measures_import import measures_import
from backend.portal.overview import standards, standards_csv
from backend.portal.packs import pack, pack_progress, pack_retry, pack_stop, packs
from backend.portal.recovery import recovery
from backend.portal.visit_page import visit

urlpatterns = [
    path("", RedirectView.as_view(url="/desk/"), name="home"),
    path("desk/", views.desk, name="desk"),
    path("desk/standards/", standards, name="standards"),
    path("desk/standards.csv", standards_csv, name="standards-csv"),
    path("desk/league/", league, name="league"),
    path("desk/league.csv", league_csv, name="league-csv"),
    path("desk/heat-map/", heat_map, name="heat-map"),
    path("desk/heat-map.csv", heat_map_csv, name="heat-map-csv"),
    path("desk/locations/", locations, name="locations"),
    path("desk/locations.csv", locations_csv, name="locations-csv"),
    path("desk/competitors/", competitors, name="competitors"),
    path("desk/competitors.csv", competitors_csv, name="competitors-csv"),
    path("desk/customer-measures/", measures, name="measures"),
    path("desk/customer-measures.csv", measures_csv, name="measures-csv"),
    path("desk/customer-measures/import/", measures_import, name="measures-import"),
    path("desk/actions/", actions, name="actions"),
    path("desk/actions.csv", actions_csv, name="actions-csv"),
    path("desk/actions/new/", action_new, name="action-new"),
    path("desk/actions/<uuid:action_id>/", action, name="action"),
    path("desk/reports/", views.reports, name="reports"),
    path("desk/locations/<str:code>/", location_page.location, name="location"),
    path(
        "desk/locations/<str:code>/report/",
        location_page.location_report,
        name="location-report",
    ),
    path(
        "desk/locations/<str:code>/standards.csv",
        location_page.location_standards_csv,
        name="location-standards-csv",
    ),
    path(
        "desk/locations/<str:code>/visits.csv",
        location_page.location_visits_csv,
        name="location-visits-csv",
    ),
    path("desk/visits/<uuid:visit_id>/", visit, name="visit"),
    path("desk/visits/<uuid:visit_id>/appeals/", visit_appeal, name="visit-appeal"),
    path("desk/appeals/", appeals, name="appeals"),
    path("desk/appeals/<uuid:appeal_id>/", appeal, name="appeal"),
    path("desk/packs/", packs, name="packs"),
    path("desk/packs/<uuid:pack_id>/", pack, name="pack"),
    path("desk/packs/<uuid:pack_id>/progress/", pack_progress, name="pack-progress"),
    path("desk/packs/<uuid:pack_id>/stop/", pack_stop, name="pack-stop"),
    path("desk/packs/<uuid:pack_id>/retry/", pack_retry, name="pack-retry"),
    path("desk/mail/", mail, name="mail"),
    path("desk/recovery/", recovery, name="recovery"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    # browsers ask for it where a page names no icon of its own: the admin, a PDF
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}portal/mark.svg")),
]
