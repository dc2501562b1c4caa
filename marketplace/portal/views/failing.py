"""The page where something failed that nobody foresaw, made without the database."""

import sys

from django.http import HttpRequest, HttpResponse
from django.template import loader

from marketplace.core.full_disk import is_full_disk

FAILED, NO_ROOM = 500, 507


def server_error(request: HttpRequest) -> HttpResponse:
    """What failed is at hand, because the framework calls this while it handles the error."""
    status = NO_ROOM if is_full_disk(sys.exc_info()[1]) else FAILED
    return HttpResponse(loader.get_template(f"{status}.html").render(), status=status)
