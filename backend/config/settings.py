"""Settings, read once from the environment; odd values stop the start.

`MODE=local` (default) serves this machine only and makes its own key; `MODE=production` demands
a key and named hosts and refuses everything that only a demo or a test may use.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from backend.config import environment

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]


MODE = environment.choice("MODE", ("local", "production"), "local")
PRODUCTION = MODE == "production"
DEBUG = False
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()

SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY must be set in production")
    SECRET_KEY = environment.own_key(DATA_DIR)
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost"])
if PRODUCTION and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts in production")

CLOCK_FILE = env.str("CLOCK_FILE", default="")
if CLOCK_FILE and PRODUCTION:
    raise ImproperlyConfigured("CLOCK_FILE simulates time and is refused in production")

INSTALLED_APPS = [
    "backend.accounts.admin_config.PlainclothesAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "ninja",
    "django_htmx",
    "django_tasks",
    "allauth.account",
    "allauth.headless",
    "backend.audit",
    "backend.accounts",
    "backend.jobs",
    "backend.network",
    "backend.standards",
    "backend.fieldwork",
    "backend.customer_measures",
    "backend.visits",
    "backend.actions",
    "backend.review",
    "backend.gap_reports",
    "backend.delivery",
    "backend.portal",
    "backend.config",
]

MIDDLEWARE = [
    "backend.api.problems.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "backend.config.urls"
WSGI_APPLICATION = "backend.config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

_SQLITE = {
    # FULL: a receipt means stable storage. IMMEDIATE: read-then-write never deadlocks on SQLite.
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000;",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'plainclothes.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/sign-in/"

# The phone form signs in through django-allauth (headless: JSON, no pages of its own); see
# `accounts.allauth_adapters`. Passwords are checked and tries counted by our own hands.
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_ADAPTER = "backend.accounts.allauth_adapters.HeadlessAdapter"
ACCOUNT_ADAPTER = "backend.accounts.allauth_adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"length": 6, "dashed": True}
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "request_login_code": "20/m/ip,60/h/key"}
SESSION_COOKIE_AGE = environment.whole("SESSION_DAYS", 14, 1, 365) * 24 * 60 * 60

# Sign-in codes, and what people chose at `/desk/mail/`. Local use needs no mail server: mails are
# laid down as files.
EMAIL_FILE_PATH = ""
EMAIL_TIMEOUT = 20
if env.str("EMAIL_URL", default=""):
    _MAIL = env.email_url("EMAIL_URL")
    EMAIL_BACKEND = _MAIL["EMAIL_BACKEND"]
    EMAIL_FILE_PATH = _MAIL["EMAIL_FILE_PATH"]
    EMAIL_HOST = _MAIL["EMAIL_HOST"] or "localhost"
    EMAIL_HOST_USER = _MAIL["EMAIL_HOST_USER"] or ""
    EMAIL_HOST_PASSWORD = _MAIL["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS = _MAIL.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _MAIL.get("EMAIL_USE_SSL", False)
    EMAIL_PORT = _MAIL["EMAIL_PORT"] or (465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
elif PRODUCTION:
    raise ImproperlyConfigured("EMAIL_URL must name the mail server in production")
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="" if PRODUCTION else "notes@localhost")
if not DEFAULT_FROM_EMAIL:
    raise ImproperlyConfigured("MAIL_FROM must name the sender of mails in production")
PUBLIC_URL = environment.origin(
    "PUBLIC_URL",
    f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else "http://127.0.0.1:8000",
    only_tls=PRODUCTION,
)
DIGEST_ZONE = environment.zone("DIGEST_ZONE", "UTC")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION
MEDIA_ROOT = DATA_DIR / "media"

# Sign-in tries are counted here; with the default of 300 entries guessing many addresses would
# push the counts of one out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# Raw bodies are bounded by each route (answers, photos); Django's own 2.5 MB limit would answer
# an HTML 400 before our routes could say 413. The largest thing any route takes is a photo.
PHOTO_MAX_BYTES = 15 * 1024 * 1024
BODY_MAX_BYTES = 1024 * 1024
# Loading a recovery file takes about three times its size in memory.
RECOVERY_MAX_BYTES = environment.whole("RECOVERY_MAX_BYTES", 200 * 1024**2, 1024**2, 2 * 1024**3)
DATA_UPLOAD_MAX_MEMORY_SIZE = PHOTO_MAX_BYTES + 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = PHOTO_MAX_BYTES + 1024

TASKS = {"default": {"BACKEND": "backend.jobs.backend.JobsBackend"}}
# embedded: a thread of the server process works the queue; none: another process does.
JOBS_WORKER = environment.choice("JOBS_WORKER", ("embedded", "none"), "embedded")
# So many processes draw a pack at once; 0: the worker does it by itself.
PACK_PROCESSES = environment.whole("PACK_PROCESSES", min(os.cpu_count() or 1, 16), 0, 64)
PACK_DAYS = environment.whole("PACK_DAYS", 365, 1, 3650)
PAGE_SIZE = "A4" if environment.choice("PAGE_SIZE", ("A4", "Letter"), "A4") == "A4" else "Letter"

# The phone form: what an onlooker reads below its icon, and the operator's own icons.
PWA_DIR = BASE_DIR / "shopper_forms" / "pwa"
APP_NAME = environment.name("APP_NAME", "Notes", 30)
APP_ICON_DIR = environment.folder("APP_ICON_DIR")

# Shoppers are told by which day an earned fee is paid: so many days after it was decided on.
PAY_WITHIN_DAYS = environment.whole("PAY_WITHIN_DAYS", 30, 0, 365)

# An action is raised by a critical miss, or by a standard below target over so many visits, and
# is due so many days later.
ACTION_VISITS = environment.whole("ACTION_VISITS", 3, 1, 20)
ACTION_DAYS_CRITICAL = environment.whole("ACTION_DAYS_CRITICAL", 7, 0, 365)
ACTION_DAYS = environment.whole("ACTION_DAYS", 30, 0, 365)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "backend.api.problems.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Trust X-Forwarded-For only as far as proxies of ours stand in front (0: not at all).
NINJA_NUM_PROXIES = environment.whole("PROXIES", 0, 0, 5)
