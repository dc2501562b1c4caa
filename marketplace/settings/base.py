"""What every setting shares. Development, test and production each say the rest."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from marketplace.settings import env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.optional("HANDRAIL_VAR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)

INSTALLED_APPS = [
    "marketplace.core",
    "marketplace.accounts",
    "marketplace.council",
    "marketplace.vocabulary",
    "marketplace.tasks",
    "marketplace.notifications",
    "marketplace.people",
    "marketplace.safeguarding",
    "marketplace.suppliers",
    "marketplace.accreditation",
    "marketplace.listings",
    "marketplace.brokerage",
    "marketplace.records",
    "payments.ledger",
    "payments.cards",
    "payments.reconciliation",
    "search",
    "cms",
    "marketplace.portal",
    "marketplace.generator",
    "marketplace.demo",
    "wagtail.contrib.redirects",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "marketplace.core.middleware.ObservationMiddleware",
    "marketplace.portal.middleware.OperatorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "marketplace.core.middleware.RequestSizeMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.accounts.middleware.AuthorityMiddleware",
    "marketplace.accounts.middleware.ViewerMiddleware",
    "marketplace.accounts.middleware.SessionLimitMiddleware",
    "marketplace.accounts.middleware.SecondFactorMiddleware",
    "marketplace.accounts.middleware.AccessMiddleware",
    "marketplace.accounts.drawn_pages.DrawnPagesMiddleware",
    "marketplace.core.middleware.NotVisibleMiddleware",
    "cms.admin_scope.AdminScopeMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "marketplace.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.accounts.context.house",
                "marketplace.portal.context.navigation",
            ]
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "marketplace.core.stylesheet.StylesheetFinder",
]
# The stylesheet's parts, and where the one file that is served is put together from them.
STYLES_DIR = BASE_DIR / "styles"
STYLESHEET_DIR = VAR_DIR / "stylesheet"
# Elsewhere where a web server of another account serves these: it cannot enter VAR_DIR.
PUBLIC_DIR = Path(env.optional("HANDRAIL_PUBLIC", str(VAR_DIR)))
STATIC_ROOT = PUBLIC_DIR / "static"
MEDIA_URL = "media/"
MEDIA_ROOT = PUBLIC_DIR / "media"
# Of public files. Private ones have their own, in core/storage.py.
FILE_UPLOAD_PERMISSIONS = 0o644
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "marketplace.core.storage.PrivateStorage",
        "OPTIONS": {"location": VAR_DIR / "private"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
EVIDENCE_MAX_BYTES = 10_000_000
STATEMENT_MAX_BYTES = 20_000_000
REQUEST_MAX_BYTES = 21_000_000

# How `manage.py serve` runs the site; each thread holds one database connection (core/checks.py).
SERVER_PROCESSES = 1
SERVER_THREADS = 4
JOB_WORKERS = 1
DATABASE_CONNECTIONS = 40

# Who may come in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "marketplace.accounts.validators.NotTheDemoPassword"},
]
DEMO_PASSWORD_ALLOWED = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "marketplace.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "marketplace.accounts.adapters.SecondStepAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "marketplace.accounts.forms.SignupNameForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_NOTIFICATIONS = True
# The package would begin every subject with host and port; the sender says who writes.
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {
    # A whole council may come from one address at nine o'clock. What fails is counted by ourselves
    # (accounts/lockouts.py), by account and address together: theirs locks whom strangers name.
    "login": "300/m/ip",
    "login_failed": "",
    "signup": "100/h/ip",
    "reset_password": "100/h/ip,5/h/key",
    "confirm_email": "1/3m/key",
}
ACCOUNT_FORMS = {
    "login": "marketplace.accounts.sign_in_forms.OneWayToAPasswordForm",
    "signup": "marketplace.accounts.sign_in_forms.EqualSignUpForm",
}
MFA_FORMS = {
    "authenticate": "marketplace.accounts.sign_in_forms.CodeForm",
    "reauthenticate": "marketplace.accounts.sign_in_forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Handrail"
# Roles that may do nothing until they have a second factor. Production lists them.
SECOND_FACTOR_ROLES: list[str] = []
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_LIMIT = timedelta(minutes=30)
SESSION_ABSOLUTE_LIMIT = timedelta(hours=12)
# People read slowly, and somebody may have to help them: more time, but not a fortnight of their
# money on a library's computer.
PERSON_SESSION_IDLE_LIMIT = timedelta(hours=2)
PERSON_SESSION_ABSOLUTE_LIMIT = timedelta(hours=24)

# What comes with an old token from a page of ours is kept.
CSRF_FAILURE_VIEW = "marketplace.accounts.views.kept.csrf_failure"

# What a browser is told
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/cms-admin/",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}

# Mail is a job; development keeps it in a folder that /sent-mail shows.
EMAIL_BACKEND = "marketplace.core.mail.JobEmailBackend"
DELIVERY_EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "sent-mail"
DEFAULT_FROM_EMAIL = "Handrail <no-reply@handrail.example>"

# The lanes of core.job_queue: each is worked apart, so that a long run holds up nobody's mail.
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        "QUEUES": ["urgent", "default", "nightly"],
    }
}
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # The worker replaces sizes of pictures that a server's process would remember.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

SEARCH_BACKEND = "search.backends.embedded.EmbeddedBackend"
SEARCH_INDEX_DIR = VAR_DIR / "search"

WAGTAIL_SITE_NAME = "Handrail"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.file_forms.CouncilImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.file_forms.CouncilDocumentForm"
# Bytes and pixels of one picture, looked at before it is decoded. Judgement: what a telephone takes
# has 12 or 24 million pixels; decoded, 25 million are 100 MB.
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10_000_000
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
# What is kept is JPEG or WebP; a size of a WebP picture is WebP too.
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "gif"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"webp": "webp"}
# A document is saved, never opened in the browser at our address.
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "odt"]

# Who watches. Without a token nobody reads the metrics; without addresses nobody is told of jobs that
# failed for good; without a contact there is no security.txt.
METRICS_DIR = VAR_DIR / "metrics"
METRICS_TOKEN = ""
OPERATORS: list[str] = []
SECURITY_CONTACT = ""
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "marketplace.core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "handrail": {"level": "INFO"},
        # A line for each request; in development the server writes its own.
        "handrail.requests": {"level": "WARNING"},
    },
}

SHOW_SENT_MAIL = False
SHOW_COMPONENTS = False
