"""The socket that the server listens on. The server itself is started by the drills."""

import os
import socket
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from marketplace.core.management.commands.serve import (
    BACKLOG,
    STOP_SECONDS,
    host_and_port,
    inherited,
    listen,
    server,
)
from marketplace.core.serving.rules import OPEN_SOCKETS


@pytest.mark.parametrize(
    ("bind", "meant"),
    [("127.0.0.1:8000", ("127.0.0.1", 8000)), ("[::1]:80", ("::1", 80))],
)
def test_address_is_host_and_port(bind: str, meant: tuple[str, int]) -> None:
    assert host_and_port(bind) == meant


@pytest.mark.parametrize("bind", ["8000", ":8000", "host", "host:http"])
def test_address_when_it_is_none_is_refused(bind: str) -> None:
    with pytest.raises(CommandError, match="is not HOST:PORT"):
        host_and_port(bind)


def test_port_when_it_is_taken_is_refused() -> None:
    refused = pytest.raises(CommandError, match="We cannot listen on")
    with listen(("127.0.0.1", 0)) as first, refused:
        listen(first.getsockname())


def test_file_when_one_is_left_behind_is_taken_over(tmp_path: Path) -> None:
    listen(tmp_path / "http.sock").close()
    with listen(tmp_path / "http.sock") as listener:
        assert listener.family == socket.AF_UNIX


def test_socket_when_none_is_given_is_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PID", "1")
    assert inherited(None) is None


def test_socket_when_given_is_the_one() -> None:
    with listen(("127.0.0.1", 0)) as first:
        given = inherited(os.dup(first.fileno()))
        assert given is not None
        with given:
            assert given.getsockname() == first.getsockname()


def test_socket_when_the_file_is_none_is_refused(tmp_path: Path) -> None:
    refused = pytest.raises(CommandError, match="is not a socket")
    with (tmp_path / "words").open("w") as file, refused:
        inherited(file.fileno())


def test_server_has_the_numbers_of_the_settings(settings) -> None:  # type: ignore[no-untyped-def]
    settings.SERVER_PROCESSES = 3
    with listen(("127.0.0.1", 0)) as listener:
        made = server(listener)
    assert made.workers == 3
    assert (made.backpressure, made.backlog) == (OPEN_SOCKETS, BACKLOG)
    assert made.workers_kill_timeout == STOP_SECONDS
    assert made.respawn_failed_workers
