"""Operators' addresses, before every gate that is a visitor's."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import resolve

GetResponse = Callable[[HttpRequest], HttpResponse]
OPERATORS_PATHS = frozenset({"/healthz", "/readyz", "/metrics"})
READING = ("GET", "HEAD")


class OperatorsMiddleware:
    """Answers whoever watches, by whatever host or address they ask and without https.

    A load balancer knows a server by its number, a council by none; so nothing of a visitor's way in
    may stand before these: host names, councils, sessions, redirects. What they say is about nobody.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in OPERATORS_PATHS:
            return self.get_response(request)
        if request.method not in READING:
            return HttpResponseNotAllowed(READING)
        request.resolver_match = resolve(request.path_info)
        response: HttpResponse = request.resolver_match.func(request)
        response["Cache-Control"] = "no-store"
        return response
