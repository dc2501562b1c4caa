"""Tests: fast hashing, its own files, PostgreSQL when TEST_DATABASE_URL names one."""

import os
import tempfile
from pathlib import Path

import dj_database_url

from marketplace.settings import env
from marketplace.settings.base import *
from marketplace.settings.base import CONTENT_SECURITY_POLICY, SQLITE_OPTIONS, STORAGES  # noqa: F401

SECRET_KEY = "test-only"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEMO_PASSWORD_ALLOWED = True
SHOW_SENT_MAIL = True
SHOW_COMPONENTS = True

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
TEST_DIR = Path(tempfile.gettempdir()) / f"handrail-test-{os.getuid()}-{WORKER}-{os.getpid()}"
VAR_DIR = TEST_DIR
MEDIA_ROOT = TEST_DIR / "media"
STORAGES["private"]["OPTIONS"]["location"] = TEST_DIR / "private"
METRICS_DIR = TEST_DIR / "metrics"
STATIC_ROOT = TEST_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STYLESHEET_DIR = TEST_DIR / "stylesheet"
EMAIL_FILE_PATH = TEST_DIR / "sent-mail"
SEARCH_INDEX_DIR = TEST_DIR / "search"
DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

DATABASES = {"default": dj_database_url.parse(env.optional("TEST_DATABASE_URL", "sqlite://"))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_OPTIONS)
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_DIR / "test.sqlite3")}
