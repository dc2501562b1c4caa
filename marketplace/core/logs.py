"""The log of production: one JSON object a line, which says when, what, in which request, and nobody.

Other packages fill paths, hosts and values into their messages, and databases write what was typed
into their errors. So of theirs only the wording is kept, and of an exception its kind, its place and,
where it can hold no value of anybody's, its words.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest

#: What a proxy may call a request. Judgement: as long as the usual kinds of id, and no more.
REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
OUR_PACKAGES = ("handrail", "marketplace", "payments", "search", "cms")
#: Errors whose words name code or a server, never what somebody typed.
ABOUT_CODE = (
    AttributeError,
    ImportError,
    ImproperlyConfigured,
    InterfaceError,
    NameError,
    NotImplementedError,
    OperationalError,
    TypeError,
)
HTTP_NAMES = {status.value: status.phrase for status in HTTPStatus}
#: How many errors of a chain are written, and how many places of each, from the innermost.
CHAIN, PLACES = 5, 40


@dataclass
class InHand:
    """What this thread is doing: a request, or a job of the queue."""

    request_id: str = ""
    request: HttpRequest | None = None
    job: str = ""


_in_hand: ContextVar[InHand | None] = ContextVar("in_hand", default=None)


@contextmanager
def in_hand(what: InHand) -> Iterator[InHand]:
    """Every line logged inside says what it belongs to."""
    token = _in_hand.set(what)
    try:
        yield what
    finally:
        _in_hand.reset(token)


def request_id(given: str) -> str:
    """The proxy's own id of a request where it is well formed, else a new one."""
    return given if REQUEST_ID.fullmatch(given) else uuid4().hex


def route_of(request: HttpRequest) -> str:
    """The name of the address that a request asked for, never the path; empty where there is none."""
    match = request.resolver_match
    return match.view_name or match.route if match else ""


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            **_where(record),
            **getattr(record, "facts", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error:
            line["error"] = list(_chain(error))
        return json.dumps({name: value for name, value in line.items() if value != ""})


def _message(record: logging.LogRecord) -> str:
    if record.name.split(".")[0] in OUR_PACKAGES:
        return record.getMessage()
    status = getattr(record, "status_code", None)
    if status:
        # Of requests that went wrong: what follows the answer's name is a path or a host.
        return HTTP_NAMES.get(status, "Refused")
    return str(record.msg)


def _where(record: logging.LogRecord) -> dict[str, str]:
    now = _in_hand.get() or _of_record(record)
    council = getattr(now.request, "authority", None)
    return {
        "request_id": now.request_id,
        "council": council.slug if council else "",
        "route": route_of(now.request) if now.request else "",
        "job": now.job,
    }


def _of_record(record: logging.LogRecord) -> InHand:
    """Django logs a refused request once more after all is done, and hands it over."""
    request = getattr(record, "request", None)
    named = getattr(request, "request_id", "")
    return InHand(named, request) if named else InHand()


def _chain(error: BaseException) -> Iterator[dict[str, Any]]:
    """The error and what it came of, the last one first."""
    seen: BaseException | None = error
    for _ in range(CHAIN):
        if seen is None:
            return
        yield _described(seen)
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _described(error: BaseException) -> dict[str, Any]:
    kind = type(error)
    frames = traceback.extract_tb(error.__traceback__)[-PLACES:]
    told: dict[str, Any] = {
        "kind": f"{kind.__module__}.{kind.__qualname__}",
        "traceback": [f"{one.filename}:{one.lineno} {one.name}" for one in frames],
    }
    if isinstance(error, ABOUT_CODE):
        # Later lines of a database's error quote rows and statements.
        told["words"] = str(error).partition("\n")[0]
    return told
