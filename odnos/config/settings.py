"""Every setting, driven by the environment (PORT, ODNOS_DATA, DATABASE_URL, ODNOS_HOSTS, ODNOS_DEBUG, …)."""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from odnos.config import environment

PACKAGE = Path(__file__).resolve().parent.parent
DATA = environment.data_folder()
FILES = DATA / "files"
DEBUG = environment.flag("ODNOS_DEBUG")
SECRET_KEY = environment.secret_key()
SECRET_KEY_FALLBACKS = os.environ.get("ODNOS_OLD_SECRET_KEYS", "").split()
PORT = int(os.environ.get("PORT") or 8000)
BASE_URL = os.environ.get("ODNOS_URL", f"http://localhost:{PORT}").rstrip("/")

ALLOWED_HOSTS = os.environ.get("ODNOS_HOSTS", "localhost 127.0.0.1 [::1]").replace(",", " ").split()
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("ODNOS_BEHIND_PROXY") else None
)
_HTTPS = BASE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = (
    "__Host-session" if _HTTPS else "session"
)  # the prefix: no other site of the domain may set it
CSRF_COOKIE_NAME = "__Host-csrf" if _HTTPS else "csrftoken"
CSRF_COOKIE_HTTPONLY = True  # pages carry the token themselves
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "odnos.web.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "odnos.engine.access",
    "odnos.engine.access.entrance",
    "odnos.engine.audit",
    "odnos.engine.outbox",
    "odnos.engine.index",
    "odnos.engine.records",
    "odnos.engine.views",
    "odnos.engine.custom",
    "odnos.engine.search",
    "odnos.engine.transfer",
    "odnos.engine.privacy",
    "odnos.domains.organisation",
    "odnos.domains.lists",
    "odnos.domains.people",
    "odnos.domains.catalog",
    "odnos.domains.deals",
    "odnos.domains.orders",
    "odnos.domains.activities",
    "odnos.analytics.feed",
    "odnos.analytics.saved",
    "odnos.analytics.mailing",
    "odnos.channels.email",
    "odnos.analytics.findings",
]

MIDDLEWARE = [
    "odnos.web.timing.TimingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "odnos.web.middleware.policy.PolicyMiddleware",
    "odnos.web.middleware.definitions.DefinitionsMiddleware",
    "odnos.web.middleware.visits.VisitMiddleware",
    "odnos.web.middleware.seeing.SeeingMiddleware",
    "odnos.web.middleware.sizes.SizeMiddleware",
    "odnos.web.middleware.turns.TurnMiddleware",
    "odnos.web.middleware.refusals.RefusalMiddleware",
    "odnos.web.faults.FaultMiddleware",
]

ROOT_URLCONF = "odnos.config.urls"
WSGI_APPLICATION = "odnos.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "odnos.web.jinja.environment"},
    },
]


def _sqlite() -> dict[str, Any]:
    return {
        "ENGINE": "odnos.config.databases.sqlite",
        "NAME": str(DATA / "odnos.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": float(os.environ.get("ODNOS_PATIENCE", "20")),
            "transaction_mode": "IMMEDIATE",
        },
        "TEST": {"NAME": str(DATA / "test.sqlite3")},
    }


def _pool(size: int) -> dict[str, Any]:
    return (
        {"pool": {"min_size": 1, "max_size": size, "timeout": float(os.environ.get("ODNOS_PATIENCE", "5"))}}
        if size
        else {}
    )


def _postgresql(url: str) -> dict[str, Any]:
    return {
        "ENGINE": "odnos.config.databases.postgresql",
        **environment.database_options(url),
        "CONN_MAX_AGE": 0,  # the pool keeps them
        "CONN_HEALTH_CHECKS": True,  # a restarted server is noticed before a request is spent on it
        "OPTIONS": {"connect_timeout": 5, **_pool(int(os.environ.get("ODNOS_POOL", "5")))},
    }


_url = os.environ.get("DATABASE_URL", "")
DATABASES = {"default": _postgresql(_url) if _url else _sqlite()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
SILENCED_SYSTEM_CHECKS = [
    "auth.E003",
    "auth.W004",
]  # e-mails are unique among those who have one and are not in the bin
AUTHENTICATION_BACKENDS = ["odnos.engine.access.passwords.EmailBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "odnos.engine.access.weak.GuessedValidator"},
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("sl", _("Slovene"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "static"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
UPLOAD_LIMIT = int(os.environ.get("ODNOS_UPLOAD_LIMIT") or 512) << 20  # given in megabytes
ANALYTICS_URL = os.environ.get("ODNOS_ANALYTICS_URL", "")  # empty: DuckDB, in a process of its own
ANALYTICS_MEMORY = int(
    os.environ.get("ODNOS_ANALYTICS_MEMORY") or 512
)  # megabytes that the analytical store may take for its work
ANALYTICS_THREADS = int(os.environ.get("ODNOS_ANALYTICS_THREADS") or 2)
SMTP_URL = os.environ.get("ODNOS_SMTP_URL", "")
MAIL_FROM = os.environ.get("ODNOS_MAIL_FROM", "")
KEEP_UPLOADS = int(
    os.environ.get("ODNOS_KEEP_UPLOADS") or 30
)  # days that the file of a finished import is kept
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
APPEND_SLASH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("ODNOS_LOG", "WARNING")},
}
