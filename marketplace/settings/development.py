"""One machine, embedded defaults: SQLite, the embedded index, mail in a folder."""

import dj_database_url

from marketplace.settings import env
from marketplace.settings.base import *
from marketplace.settings.base import SQLITE_OPTIONS, VAR_DIR

DEBUG = env.optional("HANDRAIL_DEBUG", "") == "1"
SECRET_KEY = "development-only-not-a-secret"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", ".localhost"]
DEMO_PASSWORD_ALLOWED = True
SHOW_SENT_MAIL = True
SHOW_COMPONENTS = True
ACCOUNT_EMAIL_VERIFICATION = "optional"

DATABASES = {
    "default": dj_database_url.parse(
        env.optional("DATABASE_URL", f"sqlite:///{VAR_DIR / 'handrail.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_OPTIONS)


# No build step on one machine: files are served from where they lie.
WHITENOISE_USE_FINDERS = True
