"""Production: everything that matters is said by the environment, and a missing word stops the start."""

import dj_database_url

from marketplace.accounts.rules import Role
from marketplace.settings import env
from marketplace.settings.base import *
from marketplace.settings.base import LOGGING, SQLITE_OPTIONS, STORAGES

SECRET_KEY = env.secret("HANDRAIL_SECRET_KEY")
# Older keys, for as long as what they signed is still about: nobody is signed out by a change.
SECRET_KEY_FALLBACKS = env.secrets("HANDRAIL_SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("HANDRAIL_HOSTS")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
# A request thread keeps its connection. One that the database closed meanwhile is made anew.
DATABASES = {
    "default": dj_database_url.parse(
        env.required("DATABASE_URL"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_OPTIONS)

# How the site is served (docs/operating.md has the sums). core/checks.py refuses what does not fit.
SERVER_PROCESSES = env.whole("HANDRAIL_PROCESSES", 2)
SERVER_THREADS = env.whole("HANDRAIL_THREADS", 4)
JOB_WORKERS = env.whole("HANDRAIL_WORKERS", 1, least=0)
DATABASE_CONNECTIONS = env.whole("HANDRAIL_DB_CONNECTIONS", 40)

# Whoever works here or with us; a new role is one of them.
SECOND_FACTOR_ROLES = [role.value for role in Role if role != Role.PERSON]
DEMO_PASSWORD_ALLOWED = False

# Sign-in limits count by the address that the last of our own proxies saw, not by that proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("HANDRAIL_PROXIES", 1, least=0)
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
# These two reach beyond this site, and for a year: the council chooses them, and the check does not nag.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.chosen("HANDRAIL_HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.chosen("HANDRAIL_HSTS_PRELOAD")
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Rate limits are counted here, so every worker must share it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        # Django keeps 300 unless told otherwise, and throws counts away to make room for strangers'.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
STORAGES["staticfiles"] = {"BACKEND": "marketplace.core.storage.StaticStorage"}

DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.required("HANDRAIL_SMTP_HOST")
EMAIL_PORT = env.whole("HANDRAIL_SMTP_PORT", 587)
EMAIL_HOST_USER = env.optional("HANDRAIL_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.optional("HANDRAIL_SMTP_PASSWORD", "")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = env.required("HANDRAIL_MAIL_FROM")

WAGTAILADMIN_BASE_URL = f"https://{ALLOWED_HOSTS[0]}"

# Who watches
METRICS_TOKEN = env.optional("HANDRAIL_METRICS_TOKEN", "")
OPERATORS = env.optional_words("HANDRAIL_OPERATORS")
SECURITY_CONTACT = env.optional("HANDRAIL_SECURITY_CONTACT", "")
LOGGING["handlers"]["console"]["formatter"] = "json"
LOGGING["loggers"]["handrail.requests"]["level"] = "INFO"
