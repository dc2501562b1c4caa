"""A cap on what a request may send, and the answer to what somebody may not see."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from marketplace.core.errors import NotVisible

GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestSizeMiddleware:
    """413 for a body above REQUEST_MAX_BYTES, 411 for one that does not say how long it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if request.META.get("HTTP_TRANSFER_ENCODING") and length == "0":
            return self._refuse(
                "Your browser did not say how large the file is. Send it again.", 411
            )
        if not length.isdigit() or int(length) > settings.REQUEST_MAX_BYTES:
            most = settings.REQUEST_MAX_BYTES // 1_000_000
            return self._refuse(f"This file is too large. Choose a file of at most {most} MB.", 413)
        return self.get_response(request)

    def _refuse(self, sentence: str, status: int) -> HttpResponse:
        return HttpResponse(sentence, status=status, content_type="text/plain")


class NotVisibleMiddleware:
    """404 for what is not there for this viewer, whether or not it exists."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return page_not_found(request, error) if isinstance(error, NotVisible) else None
