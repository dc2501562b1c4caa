"""What is known of every request, a cap on what it may send, the answer to what nobody may see."""

import logging
from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found

from marketplace.core.errors import NotVisible
from marketplace.core.logs import InHand, in_hand, request_id, route_of
from marketplace.core.metrics import counts

logger = logging.getLogger("handrail.requests")
NO_PAGE = "There is a problem with this service. Try again later."
GetResponse = Callable[[HttpRequest], HttpResponse]


class ObservationMiddleware:
    """Gives each request an id, which its log lines and its answer carry; counts it, and logs it.

    The first of all, so that what the others refuse is seen too. An answer that is sent in parts
    counts as long as it took to begin.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = monotonic()
        named = request_id(request.META.get("HTTP_X_REQUEST_ID", ""))
        request.request_id = named  # type: ignore[attr-defined]
        with in_hand(InHand(named, request)):
            response = self._answer(request)
            self._note(request, response.status_code, monotonic() - begun)
        response["X-Request-ID"] = named
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        """The answer, a bare one where even the page that says that something failed could not be made:
        a server that has to report the error itself writes whatever words it carries."""
        try:
            return self.get_response(request)
        except Exception:
            logger.exception("no page could be made")
            return HttpResponse(NO_PAGE, status=500, content_type="text/plain")

    def _note(self, request: HttpRequest, status: int, seconds: float) -> None:
        counts.add(route_of(request) or "none", request.method or "", status, seconds)
        facts = {
            "method": request.method,
            "status": status,
            "duration_ms": round(seconds * 1000, 1),
        }
        logger.info("request", extra={"facts": facts})


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
