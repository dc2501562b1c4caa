"""What machines ask of a server process: does it answer, can it serve, what are its figures."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from marketplace.core.findings import Gauge, Weight
from marketplace.core.metrics import gauge_lines, request_lines
from marketplace.portal.examination import Examined, examine

UNAVAILABLE = 503
TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


def healthz(request: HttpRequest) -> HttpResponse:
    """That this process answers. Nothing else is asked, so that nobody restarts it for another's fault."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """503 where the site cannot serve; each check by name, without its words, which are the operator's."""
    examined = examine()
    is_ready = not any(_stops(one) for one in examined)
    told = {
        one.check.name: {"ok": one.finding.is_well, "stops": one.check.weight == Weight.STOPS}
        for one in examined
    }
    status = 200 if is_ready else UNAVAILABLE
    return JsonResponse({"ready": is_ready, "checks": told}, status=status)


def _stops(one: Examined) -> bool:
    return one.check.weight == Weight.STOPS and not one.finding.is_well


def metrics(request: HttpRequest) -> HttpResponse:
    """Every figure, for whoever holds the token; for others there is no such address."""
    if not _holds_token(request.META.get("HTTP_AUTHORIZATION", "")):
        return HttpResponse("Not found\n", status=404, content_type="text/plain")
    lines = [*gauge_lines(_gauges(examine())), *request_lines()]
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT_FORMAT)


def _holds_token(header: str) -> bool:
    token: str = settings.METRICS_TOKEN
    return bool(token) and hmac.compare_digest(header.encode(), f"Bearer {token}".encode())


def _gauges(examined: list[Examined]) -> Iterator[Gauge]:
    for one in examined:
        labels = {"check": one.check.name, "weight": one.check.weight.value}
        yield Gauge("handrail_check_ok", one.finding.is_well, "Whether a check is well.", labels)
        yield from one.finding.gauges
