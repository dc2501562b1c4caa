"""The cap on a request's body."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from marketplace.core.middleware import RequestSizeMiddleware
from marketplace.core.storage import PrivateStorage


def serve(request: HttpRequest) -> HttpResponse:
    return HttpResponse("read")


@pytest.mark.parametrize(
    ("length", "status"), [("20", 200), ("", 200), ("99999999999", 413), ("-1", 413), ("x", 413)]
)
def test_request_when_too_long_is_refused_unread(
    rf: RequestFactory, length: str, status: int
) -> None:
    request = rf.post("/anywhere/")
    request.META["CONTENT_LENGTH"] = length
    assert RequestSizeMiddleware(serve)(request).status_code == status


def test_request_when_it_does_not_say_how_long_is_refused(rf: RequestFactory) -> None:
    request = rf.post("/anywhere/", headers={"transfer-encoding": "chunked"})
    request.META["CONTENT_LENGTH"] = ""
    assert RequestSizeMiddleware(serve)(request).status_code == 411


def test_private_file_has_no_address() -> None:
    with pytest.raises(ValueError, match="no address"):
        PrivateStorage().url("evidence/x")
