"""The way in for a server: `manage.py serve` starts it, with the numbers of the settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

# The settings first: what is imported below reads them.
site = get_wsgi_application()

from django.conf import settings  # noqa: E402

from marketplace.core.serving.asgi import AsgiSite, ServingLimits  # noqa: E402

application = AsgiSite(site, ServingLimits(settings.SERVER_THREADS, settings.REQUEST_MAX_BYTES))
