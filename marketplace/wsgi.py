"""The way in for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

# What we write is our own account's alone; public files are opened up where they are made.
os.umask(0o077)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.production")

application = get_wsgi_application()
