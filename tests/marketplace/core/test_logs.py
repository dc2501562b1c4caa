"""The log of production says what happened in which request, and nothing about anybody."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from pytest_django import Settings

from marketplace.core.logs import InHand, JsonFormatter, in_hand, request_id
from tests.factories.accounts import make_authority

CANARIES = ("wilhelmina", "canary.example", "tokentokentoken")


class Kept(logging.Handler):
    """Keeps each line as production would write it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonFormatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    kept = Kept()
    requests, root = logging.getLogger("handrail.requests"), logging.getLogger()
    monkeypatch.setattr(requests, "level", logging.INFO)
    # What was found disabled before is remembered.
    requests.manager._clear_cache()  # type: ignore[attr-defined]
    root.addHandler(kept)
    yield kept
    root.removeHandler(kept)
    monkeypatch.undo()
    requests.manager._clear_cache()  # type: ignore[attr-defined]


def told(log: Kept, name: str) -> dict[str, object]:
    (line,) = [one for one in map(json.loads, log.lines) if one["logger"] == name]
    assert isinstance(line, dict)
    return line


def logged(error: Exception) -> dict[str, object]:
    record = logging.LogRecord("handrail.x", logging.ERROR, "", 1, "it failed", (), None)
    try:
        raise error
    except Exception as caught:  # noqa: BLE001
        record.exc_info = (type(caught), caught, caught.__traceback__)
    (told,) = json.loads(JsonFormatter().format(record))["error"]
    assert isinstance(told, dict)
    return told


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "host", "status"),
    [
        ("GET", "/find/?q=wilhelmina", "testserver", 200),
        ("GET", "/wilhelmina@canary.example/?t=tokentokentoken", "testserver", 404),
        ("GET", "/account/password/reset/key/1-tokentokentoken/", "testserver", 200),
        ("GET", "/find/?q=wilhelmina", "canary.example", 400),
        ("GET", "/my/?next=/wilhelmina/", "testserver", 302),
        ("POST", "/account/login/?next=/wilhelmina/", "testserver", 403),
        ("POST", "/compare/?with=wilhelmina", "testserver", 405),
    ],
)
def test_request_of_any_kind_leaves_lines_that_name_nobody(
    log: Kept, settings: Settings, method: str, path: str, host: str, status: int
) -> None:
    make_authority()
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(enforce_csrf_checks=status == 403, raise_request_exception=False)
    sent = {"login": "wilhelmina@canary.example", "password": "tokentokentoken"}
    headers = {"host": host, "referer": "https://canary.example/wilhelmina"}
    answer = client.generic(method, path, json.dumps(sent), headers=headers)
    assert answer.status_code == status
    line = told(log, "handrail.requests")
    assert (line["status"], line["request_id"]) == (status, answer["X-Request-ID"])
    assert not [canary for canary in CANARIES if canary in "".join(log.lines).lower()]


@pytest.mark.django_db
def test_request_line_says_council_route_and_duration(log: Kept) -> None:
    council = make_authority()
    Client().get("/find/", headers={"x-request-id": "from-the-proxy-1"})
    line = told(log, "handrail.requests")
    assert (line["council"], line["route"], line["method"]) == (
        council.slug,
        "search:results",
        "GET",
    )
    assert line["request_id"] == "from-the-proxy-1"
    assert {"time", "level", "duration_ms"} <= line.keys()


@pytest.mark.django_db
def test_view_that_fails_leaves_its_traceback_without_its_values(
    log: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("wilhelmina@canary.example is no number")

    make_authority()
    monkeypatch.setattr("search.views.find", fail)
    answer = Client(raise_request_exception=False).get("/find/?q=wilhelmina")
    assert answer.status_code == 500
    line = told(log, "django.request")
    assert line["message"] == "Internal Server Error"
    (error,) = line["error"]  # type: ignore[misc]
    assert error["kind"] == "builtins.ValueError"
    assert any("search/views.py" in place for place in error["traceback"])
    assert not [canary for canary in CANARIES if canary in "".join(log.lines).lower()]


def test_error_of_a_constraint_does_not_say_what_was_typed() -> None:
    assert "words" not in logged(IntegrityError("Key (email)=(wilhelmina@canary.example) exists."))


def test_error_about_a_server_or_code_keeps_its_first_line() -> None:
    error = logged(OperationalError("connection refused\nDETAIL: wilhelmina"))
    assert error["words"] == "connection refused"
    assert logged(TypeError("takes 1 argument"))["words"] == "takes 1 argument"


def test_message_of_another_package_is_kept_without_what_was_filled_in() -> None:
    record = logging.LogRecord("allauth", logging.ERROR, "", 1, "no %s", ("wilhelmina",), None)
    assert json.loads(JsonFormatter().format(record))["message"] == "no %s"


@pytest.mark.parametrize("given", ["", "short", "with space in it", "x" * 65, "a\nb-c-d-e-f-g"])
def test_request_id_when_not_well_formed_is_made_anew(given: str) -> None:
    assert request_id(given) != given
    assert request_id("well-formed-1") == "well-formed-1"


def test_line_inside_a_job_says_its_number() -> None:
    record = logging.LogRecord("handrail.x", logging.INFO, "", 1, "done", (), None)
    with in_hand(InHand(job="42")):
        assert json.loads(JsonFormatter().format(record))["job"] == "42"
    assert "job" not in json.loads(JsonFormatter().format(record))
